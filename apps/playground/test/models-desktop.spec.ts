// What is the same at every width is tested at one.
import { createDemoWorld } from '@tabby/emulator'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expect, test } from './playground.js'

const keys = { api: ['page-api-key'], admin: ['page-admin-key'] }
const [apiKey, adminKey] = ['page-api-key', 'page-admin-key']
const world = () => ({ ...createDemoWorld(), keys })

test('a load that fails half-way says that no model is left', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator({ world: world(), settings: { speed: { moduleMilliseconds: 10 } } })
  const page = await openView('models', { server: url, apiKey, adminKey })
  await page.getByRole('button', { name: 'Load demo-70b-exl3' }).click()
  await page.getByRole('button', { name: 'Replace demo-8b-exl3' }).click()
  await expect(page.getByRole('alert')).toContainText('CUDA out of memory')
  await expect(page.getByRole('alert')).toContainText('has been unloaded too')
  await expect(page.getByText('No model is loaded, or one is still loading.')).toBeVisible()
  await expectNoAxeViolations(page)
})

test('a model that somebody else has loaded meanwhile ignores parameters, and the page says so', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator({ settings: { speed: { moduleMilliseconds: 1 } } })
  const page = await openView('models', { server: url })
  await page.getByRole('button', { name: 'Load demo-base-3b-exl3' }).click()
  const body = JSON.stringify({ model_name: 'demo-base-3b-exl3' })
  const headers = { 'content-type': 'application/json' }
  await (await emulator.fetch(`${url}/v1/model/load`, { method: 'POST', headers, body })).text()
  await page.getByRole('dialog').getByLabel('Context length').fill('1024')
  await page.getByRole('button', { name: 'Replace demo-8b-exl3' }).click()
  await expect(page.getByRole('alert')).toContainText('ignored all parameters')
  await page.getByRole('button', { name: 'Unload and reload' }).click()
  await expect(page.getByText('1,024 tokens').first()).toBeVisible()
})

test('unloading asks first, and embedding models come and go beside it', async ({ openView, startEmulator }) => {
  const { url, emulator } = await startEmulator({ world: world() })
  const page = await openView('models', { server: url, apiKey, adminKey })
  await page.getByRole('button', { name: 'Unload demo-embedding-small' }).click()
  await page.getByRole('button', { name: 'Load demo-embedding-small', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Unload demo-embedding-small' })).toBeVisible()
  await page.getByRole('button', { name: 'Unload…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(emulator.journal.filter(({ path }) => path === '/v1/model/unload')).toHaveLength(0)
  await page.getByRole('button', { name: 'Unload…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Unload', exact: true }).click()
  await expect(page.getByText('No model is loaded, or one is still loading.')).toBeVisible()
  await expect(page.getByRole('banner')).not.toContainText('demo-8b-exl3')
})

test('everything works in the page alone, on the emulator inside it', async ({ openView }) => {
  const page = await openView('models')
  await page.getByRole('button', { name: 'Load demo-base-3b-exl3' }).click()
  await page.getByRole('button', { name: 'Replace demo-8b-exl3' }).click()
  await expect(page.getByText('demo-base-3b-exl3 is loaded')).toBeVisible()
  await expect(page.getByText('none: it cannot chat')).toBeVisible()
})

test('a download that the hub refuses says so in its words', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('models', { server: url })
  await page.getByRole('tab', { name: 'Download' }).click()
  await page.getByLabel('Repository').fill('demo/missing')
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Repository Not Found')
})

test('a LoRA that the server does not load is named, although it answers 200', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator({ world: { ...createDemoWorld(), settings: { workingLoras: false } } })
  const page = await openView('models', { server: url })
  await page.getByRole('tab', { name: 'LoRA' }).click()
  await page.getByLabel('demo-lora', { exact: true }).check()
  await page.getByRole('button', { name: 'Load selected' }).click()
  await expect(page.getByRole('alert')).toContainText('Not loaded: demo-lora')
})

test('overrides that break every answer are called by their name', async ({ openView, startEmulator }) => {
  const { url, emulator } = await startEmulator()
  const body = JSON.stringify({ overrides: { temperature: 1.5 } })
  const headers = { 'content-type': 'application/json' }
  await emulator.fetch(`${url}/v1/sampling/override/switch`, { method: 'POST', headers, body })
  const page = await openView('models', { server: url })
  await page.getByRole('tab', { name: 'Sampler overrides' }).click()
  await expect(page.getByRole('alert')).toContainText('temperature breaks every reply')
})

test('tabs are walked with arrow keys', async ({ openView }) => {
  const page = await openView('models')
  await page.getByRole('tab', { name: 'Models' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('tab', { name: 'Sampler overrides' })).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Active overrides' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Models' })).toHaveAttribute('aria-selected', 'true')
})

test('a download and a load are still there, and can be stopped, after connecting to the same server again', async ({
  openView,
  startEmulator,
}) => {
  const first = await startEmulator({ settings: { speed: { moduleMilliseconds: 1000 } } })
  const second = await startEmulator()
  first.emulator.useFaults([{ path: '/v1/download', effect: { kind: 'delay', milliseconds: 20_000 } }])
  const page = await openView('models', { server: first.url })
  const connect = async (url: string) => {
    await page.getByRole('link', { name: 'Connection' }).click()
    await page.getByLabel('Address').fill(url)
    await page.getByRole('button', { name: 'Connect' }).click()
    await expect(page.getByRole('banner')).toContainText(new URL(url).host)
    await page.getByRole('link', { name: 'Models' }).click()
  }
  const download = async () => {
    await page.getByRole('tab', { name: 'Download' }).click()
    await page.getByLabel('Repository').fill('demo/new-model')
  }
  await download()
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await page.getByRole('tab', { name: 'Models', exact: true }).click()
  await page.getByRole('button', { name: 'Load demo-base-3b-exl3' }).click()
  await page.getByRole('button', { name: 'Replace demo-8b-exl3' }).click()
  const loading = page.getByRole('heading', { name: 'Loading demo-base-3b-exl3' })
  await expect(loading).toBeVisible()

  // Another server has nothing to do with it.
  await connect(second.url)
  await expect(page.getByRole('button', { name: 'Load demo-base-3b-exl3' })).toBeVisible()
  await expect(loading).toBeHidden()
  await download()
  await expect(page.getByRole('button', { name: 'Download', exact: true })).not.toHaveAttribute('aria-disabled')

  await connect(first.url)
  await page.getByRole('tab', { name: 'Models', exact: true }).click()
  await expect(loading).toBeVisible()
  await download()
  await expect(page.getByRole('button', { name: 'Download', exact: true })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Stop and delete…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop and delete' }).click()
  await expect(page.getByText('The download was stopped')).toBeVisible()
})

test('a dialog gives the focus back, and only a click that begins beside it closes it', async ({ openView }) => {
  const page = await openView('models')
  const opener = page.getByRole('button', { name: 'Load demo-base-3b-exl3' })
  const dialog = page.getByRole('dialog')
  await opener.press('Enter')
  const context = (await dialog.getByLabel('Context length').boundingBox())!
  await page.mouse.move(context.x + 5, context.y + 5)
  await page.mouse.down()
  await page.mouse.move(5, 400)
  await page.mouse.up()
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(opener).toBeFocused()
  await opener.press('Enter')
  await expect(dialog).toBeVisible()
  await page.mouse.click(5, 400)
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
  await opener.press('Enter')
  await dialog.getByRole('button', { name: 'Cancel' }).press('Enter')
  await expect(opener).toBeFocused()
})
