import { createDemoWorld } from '@tabby/emulator'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expectNoSidewaysScroll } from './expect-no-sideways-scroll.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

const keys = { api: ['page-api-key'], admin: ['page-admin-key'] }
const [apiKey, adminKey] = ['page-api-key', 'page-admin-key']
const world = () => ({ ...createDemoWorld(), keys })
const slowly = { speed: { moduleMilliseconds: 200 } }

test('the loaded model and all others are listed, and found by a part of their name', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator({ world: world() })
  const page = await openView('models', { server: url, apiKey, adminKey })
  await expect(page.getByRole('heading', { name: 'demo-8b-exl3' })).toBeVisible()
  await expect(page.getByText('4,096 tokens').first()).toBeVisible()
  const models = page.getByRole('list', { name: 'Models', exact: true }).getByRole('listitem')
  await expect(models).toHaveCount(4)
  await page.getByLabel('Filter').fill('VISION')
  await expect(models).toHaveText(/demo-vision-8b-exl3/)
  await page.getByLabel('Filter').fill('')
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'models')
})

test('a load asks with its parameters, shows each part, and what came of it', async ({ openView, startEmulator }) => {
  const { url, emulator } = await startEmulator({ world: world(), settings: slowly })
  const page = await openView('models', { server: url, apiKey, adminKey })
  await page.getByRole('button', { name: 'Load demo-vision-8b-exl3' }).click()
  const dialog = page.getByRole('dialog', { name: 'Load demo-vision-8b-exl3' })
  await expect(dialog.getByRole('alert')).toContainText('demo-8b-exl3 will be unloaded')
  await dialog.getByLabel('Context length').fill('2k')
  await expect(dialog.getByText('Enter a whole number of tokens, or -1')).toBeVisible()
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'models-load')
  await dialog.getByLabel('Context length').fill('2048')
  await dialog.getByLabel('Cache mode').fill('Q6')
  await dialog.getByLabel('Draft model', { exact: true }).selectOption('demo-draft-0.5b')
  await dialog.getByLabel('Vision').selectOption('yes')
  await dialog.getByRole('button', { name: 'Replace demo-8b-exl3' }).click()
  await expect(page.getByRole('heading', { name: 'Loading demo-vision-8b-exl3' })).toBeInViewport()
  await expect(page.getByRole('progressbar', { name: 'Vision part' })).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Draft model' })).toBeVisible()
  // The former model is shown neither as loaded, which it is no more, nor as missing. Asked once, without waiting.
  expect(await page.getByRole('heading', { name: /^(demo-8b-exl3|Loaded model)$/ }).count()).toBe(0)
  await expect(page.getByRole('progressbar', { name: 'Model', exact: true })).toBeVisible()
  await expect(page.getByText(/about \d+ s left/)).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expect(page.locator('.header-server')).toContainText('loading: ')
  await saveScreenshot(page, 'models-loading')
  await expect(page.getByText('demo-vision-8b-exl3 is loaded')).toBeVisible()
  await expect(page.getByText('2,048 tokens · Q6')).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('demo-vision-8b-exl3')
  const sent = emulator.journal.find(({ method, path }) => method === 'POST' && path === '/v1/model/load')
  expect(JSON.parse(sent?.body ?? '')).toEqual({
    model_name: 'demo-vision-8b-exl3',
    max_seq_len: 2048,
    cache_mode: 'Q6',
    vision: true,
    draft_model: { draft_model_name: 'demo-draft-0.5b' },
  })
})

test('what an api key may not do is there, disabled, with the reason, and is never sent', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator({ world: world() })
  const page = await openView('models', { server: url, apiKey })
  await expect(page.getByText('needs an admin key; this page has an API key').first()).toBeVisible()
  const reload = page.getByRole('button', { name: /^Reload demo-8b-exl3/ })
  await expect(reload).toHaveAttribute('aria-disabled', 'true')
  await reload.click({ force: true })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'models-api-key')
  for (const tab of ['Download', 'LoRA', 'Templates', 'Sampler overrides']) {
    await page.getByRole('tab', { name: tab }).click()
    await expect(page.getByText(/needs an admin key; this page has an API key/).first()).toBeVisible()
    for (const button of await page.getByRole('tabpanel').locator('.button-primary').all()) {
      await expect(button).toHaveAttribute('aria-disabled', 'true')
    }
  }
  expect(emulator.journal.filter(({ status }) => status === 401 || status === 403)).toEqual([])
})
