import { ask, closePanels, openPanel, say, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expectNoSidewaysScroll } from './expect-no-sideways-scroll.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

test('the notebook continues a text, and goes on from any of its tokens or another one', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('notebook', { server: url })
  const text = page.getByLabel('Text', { exact: true })
  const prompts = () =>
    emulator.journal
      .filter(({ method, path }) => method === 'POST' && path === '/v1/completions')
      .map(({ body }) => (JSON.parse(body!) as { prompt: string }).prompt)
  await text.fill('Once upon a time')
  await page.getByLabel('Max tokens').fill('12')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  const tokens = page.getByRole('region', { name: 'Tokens of the continuation' })
  await expect(tokens.getByText(/^12 tokens/)).toBeVisible()
  await expect(text).toHaveValue(/^Once upon a time./)
  const first = await text.inputValue()
  await tokens.locator('.chance').nth(2).click()
  await tokens.getByRole('button', { name: 'Continue from here' }).click()
  await expect.poll(() => prompts().length).toBe(2)
  const [, second] = prompts()
  expect(first.startsWith(second!)).toBe(true)
  expect(second!.length).toBeGreaterThan('Once upon a time'.length)
  await expect(page.getByRole('button', { name: 'Try again' })).toBeEnabled()
  await tokens.locator('.chance').nth(1).click()
  await tokens
    .getByRole('button', { name: /^Continue with/ })
    .first()
    .click()
  await expect.poll(() => prompts().length).toBe(3)
  await expect(page.getByRole('button', { name: 'Try again' })).toBeEnabled()
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'notebook')
  for (let count = 0; count < 3; count++) await page.getByRole('button', { name: 'Undo' }).click()
  await expect(text).toHaveValue('Once upon a time')
})

test(
  'two sides reply at once with their speeds, and their differences are marked',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url, emulator } = await startEmulator()
    const page = await openView('compare', { server: url })
    await page.getByLabel('Question').fill(say('The same words here'))
    await page.getByRole('button', { name: 'Ask both' }).click()
    for (const side of ['Side A', 'Side B']) {
      await expect(page.getByRole('region', { name: side })).toContainText(/The same words here.*tokens\/s/)
    }
    const bodies = emulator.journal
      .filter(({ path, method }) => method === 'POST' && path.includes('chat'))
      .map(({ body }) => JSON.parse(body!) as { temperature?: number })
    expect(bodies.map(({ temperature }) => temperature).sort()).toEqual([0, undefined])
    await page.getByLabel('Question').fill('Two stories [[len:8]]')
    await page.getByRole('region', { name: 'Side B' }).getByLabel('Model').selectOption('demo-vision-8b-exl3')
    await page.getByRole('button', { name: 'Ask both' }).click()
    await expect(page.getByRole('region', { name: 'Side B' })).toContainText(/demo-vision-8b-exl3 · 8 tokens/)
    await page.getByLabel('Show differences').check()
    await expect(page.locator('.compare-difference')).toHaveCount(2)
    await expectNoAxeViolations(page)
    await expectNoSidewaysScroll(page)
    await saveScreenshot(page, 'compare')
  },
)

test(
  'the tokens of the prompt are shown, and a reply goes on from one of its tokens',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url } = await startEmulator()
    const page = await openView('chat', { server: url })
    await openPanel(page, 'Settings')
    await page.getByLabel('Token probabilities').check()
    await closePanels(page)
    await ask(page, 'Hello [[len:12]]')
    await waitForEnd(page)
    await page.getByRole('button', { name: 'Probabilities' }).click()
    await page.locator('.chance').nth(3).click()
    await page.getByRole('button', { name: 'Continue from here' }).click()
    await expect(page.getByText('2 / 2', { exact: true })).toBeVisible()
    await waitForEnd(page)
    await page.getByRole('button', { name: /tokens$/ }).click()
    const dialog = page.getByRole('dialog', { name: 'What the model gets' })
    await expect(dialog.getByRole('region', { name: 'Tokens of the prompt' })).toContainText('<|im_start|>user')
    await expect(dialog.getByRole('row', { name: /^user Hello/ })).toContainText(/\d+$/)
    await expectNoAxeViolations(page)
    await saveScreenshot(page, 'chat-prompt')
  },
)
