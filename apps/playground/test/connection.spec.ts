import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDemoWorld } from '@tabby/emulator'
import { expectNoAxeViolations } from './expect-no-axe-violations.js'
import { expect, test } from './playground.js'
import { saveScreenshot } from './save-screenshot.js'

const keys = { api: ['the-api-key'], admin: ['the-admin-key'] }
const allowAll = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }

/** A server that is not TabbyAPI. */
async function serve(listener: RequestListener): Promise<{ url: string; close: () => void }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

test('without a server the page runs on the emulator inside itself, says so, and asks nobody else', async ({
  openView,
  page,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await openView('connection')
  await expect(page.getByText('Connected to the emulator')).toBeVisible()
  await expect(page.getByText('inside this page; nothing is sent anywhere')).toBeVisible()
  expect(asked.filter((url) => !url.startsWith(process.env.PLAYGROUND_URL!))).toEqual([])
  await expectNoAxeViolations(page)
  await saveScreenshot(page, 'connection-emulator')
})

test('an address and keys lead to a server of another origin, and stay in this tab alone', async ({
  openView,
  startEmulator,
}) => {
  const { url } = await startEmulator({ keys })
  const page = await openView('connection')
  await page.getByLabel('A TabbyAPI server').check()
  await page.getByLabel('Address').fill(`${url}/v1/`)
  await page.getByLabel('API key', { exact: true }).fill('the-api-key')
  await page.getByLabel('Admin key', { exact: true }).fill('the-admin-key')
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByText('Connected to TabbyAPI')).toBeVisible()
  await expect(page.getByText('admin: full access')).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('demo-8b-exl3')
  expect(page.url()).not.toContain('key')
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('the-')
  await page.reload()
  await expect(page.getByText('Connected to TabbyAPI')).toBeVisible()
  await expectNoAxeViolations(page)
  await saveScreenshot(page, 'connection-server')
})

test(
  'what an api key may not do is shown before somebody tries',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url } = await startEmulator({ keys })
    const page = await openView('connection', { server: url, apiKey: 'the-api-key' })
    await expect(page.getByText('api: generate and read')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'Load and unload models' })).toContainText(
      'needs the admin',
    )
    await expect(page.getByRole('listitem').filter({ hasText: 'Chat, completions' })).not.toContainText(
      'needs the admin',
    )
  },
)

test('a missing key, a wrong one and a wrong admin key are told apart', async ({ openView, startEmulator }) => {
  const { url } = await startEmulator({ keys })
  const page = await openView('connection', { server: url })
  await expect(page.getByRole('alert')).toContainText('Enter it below')
  await saveScreenshot(page, 'connection-key-missing')
  await page.getByLabel('API key', { exact: true }).fill('another-key')
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByRole('alert')).toContainText('rejected the API key')
  await page.getByLabel('API key', { exact: true }).fill('the-api-key')
  await page.getByLabel('Admin key', { exact: true }).fill('another-key')
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByRole('alert')).toContainText('Generation works without it')
  await expectNoAxeViolations(page)
})

test(
  'a server without a model is told from one that is not there',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const world = createDemoWorld()
    delete world.loaded
    const { url, close } = await startEmulator({ world })
    const page = await openView('connection', { server: url })
    await expect(page.getByRole('alert')).toContainText('You can load one under Models')
    await close()
    await page.getByRole('button', { name: 'Check again' }).click()
    await expect(page.getByRole('alert')).toContainText('Check that TabbyAPI is running')
  },
)

test(
  'a server that hides its answers from pages is told from one that is not there',
  { tag: '@any-width' },
  async ({ openView }) => {
    const server = await serve((_request, response) => void response.end('{}'))
    try {
      const page = await openView('connection', { server: server.url })
      await expect(page.getByRole('alert')).toContainText('The browser blocks the response')
    } finally {
      server.close()
    }
  },
)

test(
  'an address with a path too much is mended by the one that answers',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url } = await startEmulator()
    const page = await openView('connection', { server: `${url}/api` })
    await expect(page.getByRole('alert')).toContainText(`TabbyAPI responds at ${url}: leave out /api`)
  },
)

test('another program at the address is named', { tag: '@any-width' }, async ({ openView }) => {
  const server = await serve((_request, response) =>
    response
      .writeHead(200, { ...allowAll, 'content-type': 'application/json' })
      .end(JSON.stringify({ version: 0.1, software: { name: 'KoboldCpp' }, api: {} })),
  )
  try {
    const page = await openView('connection', { server: server.url })
    await expect(page.getByRole('alert')).toContainText('KoboldCpp and not TabbyAPI')
    // A sentence, with its end.
    await expect(page.getByText(/^Details: /)).toHaveText(/\S{2,}(?<! at)$/)
  } finally {
    server.close()
  }
})

test('an address that is none is refused where it was typed', async ({ openView }) => {
  const page = await openView('connection')
  await page.getByLabel('A TabbyAPI server').check()
  const address = page.getByLabel('Address')
  await address.fill('ftp://localhost')
  await address.press('Enter')
  await expect(page.getByRole('alert')).toContainText('that begins with http://')
  await expect(address).toHaveAttribute('aria-invalid', 'true')
  await expectNoAxeViolations(page)
})

test(
  'a page that is looked at again notices that the model was taken away meanwhile',
  { tag: '@any-width' },
  async ({ openView, startEmulator }) => {
    const { url } = await startEmulator()
    const page = await openView('connection', { server: url })
    await expect(page.getByRole('banner')).toContainText('demo-8b-exl3')
    await fetch(`${url}/v1/model/unload`, { method: 'POST' })
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(page.getByRole('banner')).not.toContainText('demo-8b-exl3')
    await expect(page.getByRole('alert')).toContainText('No model is loaded')
  },
)
