import { createDemoWorld } from '@tabby/emulator'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expectNoSidewaysScroll } from './expect-no-sideways-scroll.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

test('a download runs on while other views are looked at, and where it lies is told', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator()
  emulator.useFaults([{ path: '/v1/download', effect: { kind: 'delay', milliseconds: 1500 } }])
  const page = await openView('models', { server: url })
  await page.getByRole('tab', { name: 'Download' }).click()
  await page.getByLabel('Repository').fill('https://huggingface.co/demo/new-model/tree/4.0bpw')
  await page.getByLabel('Include').fill('*.json, *.safetensors')
  await page.getByLabel('Access token').fill('hf_secret')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Download', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Downloading demo/new-model' })).toBeInViewport()
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'models-download')
  await page.getByRole('link', { name: 'Embeddings' }).click()
  await page.getByRole('link', { name: 'Models' }).click()
  await expect(page.getByText('demo/new-model was downloaded')).toBeVisible()
  await expect(page.getByText('models/new-model')).toBeVisible()
  const sent = emulator.journal.find(({ method, path }) => method === 'POST' && path === '/v1/download')
  expect(JSON.parse(sent?.body ?? '')).toMatchObject({
    token: 'hf_secret',
    revision: '4.0bpw',
    include: ['*.json', '*.safetensors'],
  })
  await page.getByRole('tab', { name: 'Models' }).click()
  await expect(page.getByRole('button', { name: 'Load new-model' })).toBeVisible()
  await page.getByRole('button', { name: 'Inspector' }).click()
  await page.getByRole('button', { name: /download/ }).click()
  await expect(page.getByText('a token, not kept').first()).toBeVisible()
  expect(await page.content()).not.toContain('hf_secret')
})

test(
  'a download is stopped only after a warning that its files go',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url, emulator } = await startEmulator()
    emulator.useFaults([{ path: '/v1/download', effect: { kind: 'delay', milliseconds: 20_000 } }])
    const page = await openView('models', { server: url })
    await page.getByRole('tab', { name: 'Download' }).click()
    await page.getByLabel('Repository').fill('demo/new-model')
    await page.getByLabel('Repository').press('Enter')
    await page.getByRole('button', { name: 'Stop and delete…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Stop the download?' })
    await expect(dialog).toContainText('deletes the whole folder')
    await expectNoAxeViolations(page)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('heading', { name: 'Downloading demo/new-model' })).toBeVisible()
    await page.getByRole('button', { name: 'Stop and delete…' }).click()
    await dialog.getByRole('button', { name: 'Stop and delete' }).click()
    await expect(page.getByText('The download was stopped')).toBeVisible()
  },
)

test('LoRAs are loaded with a scaling and unloaded', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator()
  const page = await openView('models', { server: url })
  await page.getByRole('tab', { name: 'LoRA' }).click()
  await page.getByLabel('demo-lora', { exact: true }).check()
  await page.getByLabel('Scaling of demo-lora').fill('half')
  await expect(page.getByText('A number; 1 is the LoRA as it was trained.')).toBeVisible()
  await page.getByLabel('Scaling of demo-lora').fill('0.5')
  await page.getByRole('button', { name: 'Load selected' }).click()
  await expect(page.getByRole('list', { name: 'Loaded LoRAs' })).toContainText('× 0.5')
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'models-lora')
  await page.getByRole('button', { name: 'Unload all' }).click()
  await expect(page.getByText('None.')).toBeVisible()
})

test('templates are switched and taken away, and a hidden failure is explained', async ({
  openView,
  startEmulator,
}) => {
  const broken = { name: 'broken', source: '{% if %}' }
  const demo = createDemoWorld()
  const { url } = await startEmulator({ world: { ...demo, templates: [...(demo.templates ?? []), broken] } })
  const page = await openView('models', { server: url })
  await page.getByRole('tab', { name: 'Templates' }).click()
  await page.getByRole('button', { name: 'Use plain' }).click()
  await expect(page.getByRole('heading', { name: 'plain' })).toBeVisible()
  await page.getByText('Source (Jinja)').click()
  await expect(page.getByLabel('Source of the template')).toContainText('add_generation_prompt')
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'models-templates')
  await page.getByRole('button', { name: 'Use broken' }).click()
  await expect(page.getByRole('alert')).toBeInViewport()
  await expect(page.getByRole('alert')).toContainText('There may be an error in the template. The one in use stays.')
  await page.getByRole('button', { name: 'Use no template' }).click()
  await expect(page.getByText('Without a template the model cannot chat')).toBeVisible()
})

test('overrides are shown, switched, built with a check, and taken out of force', async ({
  openView,
  startEmulator,
}) => {
  const { url, emulator } = await startEmulator()
  const page = await openView('models', { server: url })
  await page.getByRole('tab', { name: 'Sampler overrides' }).click()
  await expect(page.getByText('None: each request uses its own values.')).toBeVisible()
  await page.getByLabel('Preset', { exact: true }).selectOption('safe_defaults')
  await page.getByRole('button', { name: 'Activate' }).first().click()
  await expect(page.getByRole('row', { name: /top_p/ })).toContainText('default')
  await page.getByRole('button', { name: 'precise' }).click()
  await page.getByLabel('Value 3').fill('1.5')
  const own = page.getByRole('region', { name: 'Custom overrides' })
  await expect(own.getByRole('alert')).toBeVisible()
  await expect(own.getByRole('button', { name: 'Activate' })).toHaveAttribute('title', 'a row is not valid')
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
  await saveScreenshot(page, 'models-overrides')
  await page.getByLabel('Value 3').fill('0.1')
  await page.getByLabel('Always').first().check()
  await own.getByRole('button', { name: 'Activate' }).click()
  await expect(page.getByRole('row', { name: /temperature/ })).toContainText('always')
  const sent = emulator.journal.filter(({ path }) => path === '/v1/sampling/override/switch').at(-1)
  expect(JSON.parse(sent?.body ?? '').overrides).toMatchObject({
    temperature: { override: 0.3, force: true },
    min_p: { override: 0.1 },
  })
  await page.getByRole('button', { name: 'Deactivate all' }).click()
  await expect(page.getByText('None: each request uses its own values.')).toBeVisible()
})
