import { ask, findAnswers, say, waitForEnd } from './chat-page.js'
import { expectNoSidewaysScroll } from './expect-no-sideways-scroll.js'
import { expect, test } from './playground.js'

test('deep quotes do not widen a phone, every tab of Models is within reach, and a swipe shows another version', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await ask(page, say(`${'> '.repeat(200)}the bottom`))
  await waitForEnd(page)
  await expect(findAnswers(page)).toContainText('the bottom')
  const { needed, given } = await page.locator('.thread').evaluate(({ scrollWidth, clientWidth }) => ({
    needed: scrollWidth,
    given: clientWidth,
  }))
  expect(needed).toBeLessThanOrEqual(given)
  const picker = (await page.getByTitle('Choose the model').boundingBox())!
  const settings = (await page.getByRole('button', { name: 'Settings', exact: true }).boundingBox())!
  expect(picker.x + picker.width).toBeLessThanOrEqual(settings.x)
  await page.getByRole('button', { name: 'Regenerate' }).click()
  await expect(page.getByText('2 / 2', { exact: true })).toBeVisible()
  await waitForEnd(page)
  await findAnswers(page).evaluate((element) => {
    const touch = (clientX: number) => new Touch({ identifier: 1, target: element, clientX, clientY: 300 })
    element.dispatchEvent(new TouchEvent('touchstart', { touches: [touch(100)], bubbles: true }))
    element.dispatchEvent(new TouchEvent('touchend', { changedTouches: [touch(220)], bubbles: true }))
  })
  await expect(page.getByText('1 / 2', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Models' }).click()
  await expect(page.getByRole('tab', { name: 'Sampler overrides' })).toBeInViewport({ ratio: 1 })
  await expectNoSidewaysScroll(page)
})
