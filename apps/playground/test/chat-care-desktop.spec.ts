// Nothing that somebody has written or begun is lost by a slip. The same at every width.
import { ask, findAnswers, say, waitForEnd } from './chat-page.js'
import { expect, test } from './playground.js'

const longStory = 'A long story [[len:500]] [[delay:0.02]]'

test('what is being written stays while another view is looked at, and a copied table is pasted as its text', async ({
  openView,
}) => {
  const page = await openView('chat')
  const message = page.getByLabel('Message', { exact: true })
  const images = page.getByRole('list', { name: 'Images to send' }).getByRole('listitem')
  const paste = (text: string) =>
    message.evaluate((element, copied) => {
      const clipboardData = new DataTransfer()
      if (copied) clipboardData.setData('text/plain', copied)
      clipboardData.items.add(new File(['GIF89a'], 'table.gif', { type: 'image/gif' }))
      return element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  // The browser itself puts the text in where nobody prevents it.
  expect(await paste('one\ttwo')).toBe(true)
  expect(await paste('')).toBe(false)
  await expect(images).toHaveCount(1)
  await message.fill('half a question')
  await page.getByRole('link', { name: 'Models' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Models')
  await page.getByRole('link', { name: 'Chat' }).click()
  await expect(message).toHaveValue('half a question')
  await expect(images).toHaveCount(1)
})

test('while an answer is written an edited question waits, and a search that is emptied stops nothing', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await ask(page, `first ${say('one')}`)
  await waitForEnd(page)
  await page.getByRole('article', { name: 'You' }).getByRole('button', { name: 'Edit' }).click()
  await ask(page, longStory)
  const editor = page.getByLabel('Edit the message')
  await editor.fill(`changed ${say('two')}`)
  await editor.press('Enter')
  await page.getByRole('button', { name: 'Save and submit' }).click({ force: true })
  await expect(editor).toHaveValue(/^changed/)
  await page.getByLabel('Search conversations').press('Escape')
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await waitForEnd(page)
  await editor.press('Enter')
  await expect(findAnswers(page)).toContainText('two')
})

test('a double click on Send does not stop, and one on a cross does not delete', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  // In the dark as well, a button that cannot be used looks unlike one that can.
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.getByRole('button', { name: 'Send' })).toHaveCSS('border-style', 'dashed')
  await expect(page.getByRole('button', { name: 'Send' })).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)')
  await page.getByLabel('Message', { exact: true }).fill(longStory)
  await expect(page.getByRole('button', { name: 'Send' })).toHaveCSS('border-style', 'solid')
  await page.getByRole('button', { name: 'Send' }).dblclick()
  await expect(findAnswers(page).getByText(/[1-9]\d tokens/)).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await waitForEnd(page)
  await page.getByRole('button', { name: 'Delete A long story' }).dblclick()
  await expect(page.getByRole('button', { name: 'Delete?' })).toBeVisible()
  await expect(findAnswers(page)).toHaveCount(1)
})

test('Escape leaves a conversation its name', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await ask(page, 'About cats')
  await waitForEnd(page)
  await page.getByRole('button', { name: 'Rename About cats' }).click()
  await page.keyboard.type(' and dogs')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Rename About cats', exact: true })).toBeFocused()

  // The switches of the panels show what they are for, and whether it is open.
  for (const name of ['Conversations', 'Settings']) {
    const toggle = page.getByRole('button', { name, exact: true })
    await expect(toggle.locator('svg')).toBeVisible()
    await expect(toggle).toHaveAttribute('aria-expanded', 'true')
    const background = await toggle.evaluate((element) => getComputedStyle(element).backgroundColor)
    await toggle.click()
    await expect(page.getByRole('complementary', { name })).toBeHidden()
    await expect(toggle).toHaveAttribute('aria-expanded', 'false')
    await page.mouse.move(640, 300)
    await expect(toggle).not.toHaveCSS('background-color', background)
  }
})

test('the focus stays in the chat when a button goes by its own press', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  const messages = page.getByRole('log', { name: 'Messages' })
  await page.getByLabel('Date and time').check()
  await ask(page, 'What time is it?')
  await page.getByRole('button', { name: 'Allow', exact: true }).press('Enter')
  await expect(messages).toBeFocused()
  await waitForEnd(page)
  await page.getByLabel('Date and time').uncheck()
  await page.getByRole('button', { name: 'Regenerate' }).press('Enter')
  await expect(messages).toBeFocused()
  await waitForEnd(page)
  await page.getByRole('button', { name: 'Previous version' }).press('Enter')
  await expect(messages).toBeFocused()
  await page.getByRole('article', { name: 'You' }).getByRole('button', { name: 'Edit' }).press('Enter')
  await page.getByLabel('Edit the message').fill(longStory)
  await page.keyboard.press('Enter')
  await expect(messages).toBeFocused()
  await page.getByRole('button', { name: 'Stop' }).press('Enter')
  await expect(page.getByLabel('Message', { exact: true })).toBeFocused()
})
