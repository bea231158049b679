import { ask, closePanels, findAnswers, openPanel, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { findChatCall } from './find-chat-call.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

test('a call waits for a yes, shows its result, and a no is told to the model', async ({ openView, startEmulator }) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('chat', { server: url })
  await openPanel(page, 'Settings')
  await page.getByLabel('Date and time').check()
  await closePanels(page)
  await ask(page, 'What time is it?')
  const call = page.getByRole('region', { name: 'Tool call: current_time' })
  await expect(call.getByText('Allow the model to run this tool?')).toBeVisible()
  await saveScreenshot(page, 'chat-tool-question')
  await expectNoAxeViolations(page)
  await call.getByRole('button', { name: 'Allow', exact: true }).click()
  await waitForEnd(page)
  await expect(call).toContainText(/time/)
  await expect(findAnswers(page).locator('.markdown')).not.toBeEmpty()
  await saveScreenshot(page, 'chat-tools')

  await page.getByRole('button', { name: 'Regenerate' }).click()
  await call.getByRole('button', { name: 'Deny' }).click()
  await waitForEnd(page)
  await expect(call).toContainText('did not allow')
  const last = findChatCall(emulator)
  expect(last?.body).toContain('did not allow')
})

test('answers follow a schema and grow as a value; a broken schema is told at its field', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await openPanel(page, 'Settings')
  await page.getByLabel('Reply with JSON that matches a schema').check()
  await closePanels(page)
  await ask(page, 'Invent a person')
  await waitForEnd(page)
  await expect(findAnswers(page)).toContainText('hobbies')
  await saveScreenshot(page, 'chat-object')
  await expectNoAxeViolations(page)
  await openPanel(page, 'Settings')
  await page.getByLabel('JSON schema', { exact: true }).fill('{')
  await expect(page.getByText('This is not valid JSON')).toBeVisible()
})

test('a sampler out of range is told at its field; presets set the fields', async ({ openView }) => {
  const page = await openView('chat')
  await openPanel(page, 'Settings')
  await page.getByLabel('Sampler preset').selectOption('Precise')
  await expect(page.getByLabel('Temperature', { exact: true })).toHaveValue('0.3')
  await page.getByLabel('Min P', { exact: true }).fill('1.5')
  await expect(page.getByLabel('Min P', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Sampler preset')).toHaveValue('own')
  await page.getByText('Penalties and XTC').click()
  // Every field has the server's name beside the label.
  for (const name of ['temperature', 'max_tokens', 'repetition_penalty']) {
    await expect(page.getByText(name, { exact: true })).toBeVisible()
  }
  await saveScreenshot(page, 'chat-settings')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Reset all samplers' }).click()
  await expect(page.getByLabel('Temperature', { exact: true })).toHaveValue('')
})

test('probabilities are shown for each token, by mouse and by keyboard', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('chat', { server: url })
  await openPanel(page, 'Settings')
  await page.getByLabel('Token probabilities').check()
  await closePanels(page)
  await ask(page, 'Hello [[len:20]]')
  await waitForEnd(page)
  await page.getByRole('button', { name: 'Probabilities' }).click()
  const slider = page.getByRole('slider', { name: 'Token', exact: true })
  await slider.focus()
  const first = await slider.getAttribute('aria-valuetext')
  await page.keyboard.press('ArrowRight')
  await expect(slider).not.toHaveAttribute('aria-valuetext', first!)
  await expect(page.locator('.chances-table tr')).toHaveCount(5)
  await expect(page.locator('.chances-table')).toContainText('%')
  await saveScreenshot(page, 'chat-probabilities')
  await expectNoAxeViolations(page)
})

test(
  'a call that waits for a yes is still seen after a reload',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url } = await startEmulator()
    const page = await openView('chat', { server: url })
    await openPanel(page, 'Settings')
    await page.getByLabel('Date and time').check()
    await closePanels(page)
    await ask(page, 'What time is it?')
    const call = page.getByRole('region', { name: 'Tool call: current_time' })
    await expect(call.getByText('Allow the model to run this tool?')).toBeVisible()
    await page.reload()
    await expect(call).toBeVisible()
  },
)
