import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

test('an answer is streamed, kept over a reload, and found in the list', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await page.getByLabel('Message', { exact: true }).fill('Why is the sky blue?')
  await page.keyboard.press('Enter')
  const answer = page.getByRole('article', { name: /^Answer/ })
  await expect(answer.getByRole('button', { name: 'Regenerate' })).toBeVisible()
  await saveScreenshot(page, 'chat-answer')
  await expectNoAxeViolations(page)
})
