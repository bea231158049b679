// What is the same at every width is tested at one.
import { ask, findAnswers } from './chat-page.js'
import { expect, test } from './playground.js'

for (const state of ['full', 'forbidden'] as const) {
  test(`a page whose storage is ${state} works, and forgets its settings`, async ({ page }) => {
    await page.addInitScript((isFull) => {
      const refuse = () => {
        throw new DOMException('no room', 'QuotaExceededError')
      }
      if (isFull) Storage.prototype.setItem = refuse
      else for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse })
    }, state === 'full')
    await page.goto(`${process.env.PLAYGROUND_URL}#/chat`)
    await page.getByRole('button', { name: 'Theme: system' }).click()
    await expect(page.getByRole('button', { name: 'Theme: light' })).toBeVisible()
    await page.getByRole('button', { name: 'Close this note' }).click()
    await expect(page.getByRole('complementary', { name: 'About the emulator' })).toBeHidden()
    await ask(page, 'Hello')
    await expect(findAnswers(page)).toContainText(/tokens\/s/)
    await page.getByRole('button', { name: 'New conversation' }).click()
    await expect(findAnswers(page)).toHaveCount(0)
  })
}

test('a view that cannot be fetched says so, and is there after a reload', async ({ openView, page }) => {
  await page.route(/models-view.*\.js/, (route) => route.fulfill({ status: 404 }))
  await openView('connection')
  await page.getByRole('navigation').getByRole('link', { name: 'Models' }).click()
  await expect(page.getByRole('alert')).toContainText('Part of the page could not be loaded')
  await page.getByRole('navigation').getByRole('link', { name: 'Connection' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connection')
  await page.getByRole('navigation').getByRole('link', { name: 'Models' }).click()
  await page.unroute(/models-view.*\.js/)
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Models')
})
