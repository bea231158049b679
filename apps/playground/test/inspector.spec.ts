import { ask, findAnswers, waitForEnd } from './chat-page.js'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

const keys = { api: ['the-api-key'], admin: ['the-admin-key'] }

test('the inspector shows what was asked, the program that asks the same, and how long it took', async ({
  openView,
  startEmulator,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { url } = await startEmulator({ keys })
  const page = await openView('connection', { server: url, apiKey: 'the-api-key' })
  await expect(page.getByText('Connected to TabbyAPI')).toBeVisible()
  await page.getByRole('button', { name: 'Inspector' }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const row = inspector.getByRole('button', { name: 'GET /v1/model 200' })
  await row.click()
  await expect(row).toHaveAttribute('aria-current', 'true')

  await expect(inspector).toContainText("import { getModel } from '@tabby/models'")
  await inspector.getByRole('button', { name: 'Copy' }).click()
  await expect(inspector.getByText('Copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`baseUrl: '${url}'`)
  await expectNoAxeViolations(page)
  await saveScreenshot(page, 'inspector-code')

  // Arrow keys go from one page to the next.
  await inspector.getByRole('tab', { name: 'TypeScript' }).press('ArrowRight')
  await expect(inspector.getByRole('region', { name: 'The same call in curl' })).toContainText("curl 'http")
  await page.keyboard.press('ArrowRight')
  await expect(inspector.getByRole('region', { name: 'The same call in Python' })).toContainText('import requests')
  await page.keyboard.press('ArrowRight')
  await expect(inspector.getByRole('tab', { name: 'Wire' })).toBeFocused()
  await expect(inspector.getByRole('tabpanel')).toContainText('x-api-key: (a key, not kept)')
  await expect(inspector.getByRole('tabpanel')).toContainText('"id": "demo-8b-exl3"')
  await expect(inspector).not.toContainText('the-api-key')
  await expectNoAxeViolations(page)
  await saveScreenshot(page, 'inspector-wire')

  await inspector.getByRole('tab', { name: 'Timings' }).click()
  await expect(inspector.getByRole('tabpanel')).toContainText('Waiting for headers')
  await expectNoAxeViolations(page)
  await saveScreenshot(page, 'inspector-timings')

  await inspector.getByRole('button', { name: 'Clear' }).click()
  await expect(inspector).toContainText('No requests yet')
  await inspector.getByRole('button', { name: 'Close the inspector' }).click()
  await expect(inspector).toBeHidden()
  await expect(page.getByRole('button', { name: 'Inspector' })).toBeFocused()
})

test(
  'the page that was chosen stays while a new answer streams into it',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url } = await startEmulator({ settings: { speed: { tokensPerSecond: 100 } } })
    const page = await openView('chat', { server: url })
    await page.getByRole('button', { name: 'Inspector' }).click()
    const inspector = page.getByRole('complementary', { name: 'Inspector' })
    await inspector.getByRole('tab', { name: 'Wire' }).click()
    await inspector.getByRole('button', { name: 'Close the inspector' }).click()
    await page.getByLabel('Message', { exact: true }).fill('[[len:60]]')
    await page.getByLabel('Message', { exact: true }).press('Enter')
    await page.getByRole('button', { name: 'Inspector' }).click()
    await inspector.getByRole('button', { name: 'POST /v1/chat/completions' }).click()
    await expect(inspector.getByRole('tab', { name: 'Wire' })).toHaveAttribute('aria-selected', 'true')
    await expect(inspector.getByRole('tabpanel')).toContainText('[DONE]')
    expect(await inspector.getByRole('tabpanel').getByRole('listitem').count()).toBeGreaterThan(50)
    await inspector.getByRole('tab', { name: 'Timings' }).click()
    await expect(inspector.getByRole('tabpanel')).toContainText('Events per second')
    await saveScreenshot(page, 'inspector-stream-timings')
  },
)

test(
  'Escape closes the inspector alone, and the answer behind it goes on',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url } = await startEmulator()
    const page = await openView('chat', { server: url })
    await ask(page, 'A story [[len:60]] [[delay:0.03]]')
    await page.getByRole('button', { name: 'Inspector', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Inspector' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Inspector', exact: true })).toBeFocused()
    await waitForEnd(page)
    await expect(findAnswers(page)).not.toContainText('You stopped this reply.')
  },
)
