import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { type Browser, chromium } from '@playwright/test'
import { createDemoWorld } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'

const { findChromium } = (await import(new URL('../../../.ci/find-chromium.mjs', import.meta.url).href)) as {
  findChromium: () => string | undefined
}
const executablePath = findChromium()
if (!executablePath)
  console.log('The chat page was NOT tested in a browser: install chromium-headless-shell or chromium.')

const world = {
  ...createDemoWorld(),
  conversation: [
    { when: 'sunny in Oslo', answer: { reasoning: 'It is warm', content: 'Take sunglasses.' } },
    { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
  ],
}

/** The page of the example, as a bundler of an application makes it. */
async function bundlePage(): Promise<Uint8Array> {
  const contents = `import { createElement } from 'react'
    import { createRoot } from 'react-dom/client'
    import Page from './page.js'
    createRoot(document.getElementById('root')).render(createElement(Page))`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('../next-chat/app/', import.meta.url)) },
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'warning',
  })
  return outputFiles[0]!.contents
}

/** The page and the route of the example behind one port, and an emulator behind the route. */
async function serveExample(script: Uint8Array) {
  const { emulator, url } = await serveEmulator({
    world,
    settings: { speed: { tokensPerSecond: 50 } },
    journal: 20,
    closeWith: onTestFinished,
  })
  vi.stubEnv('TABBY_BASE_URL', url)
  // The route reads the address when it is imported.
  vi.resetModules()
  onTestFinished(() => void vi.unstubAllEnvs())
  const { POST } = await import('../next-chat/app/api/chat/route.js')
  const html = '<!doctype html><title>Chat</title><div id="root"></div><script type="module" src="/page.js"></script>'
  const answers: Record<string, (request: Request) => Response | Promise<Response>> = {
    '/': () => new Response(html, { headers: { 'content-type': 'text/html' } }),
    '/page.js': () => new Response(script as BodyInit, { headers: { 'content-type': 'text/javascript' } }),
    '/api/chat': POST,
  }
  const notFound = () => new Response(null, { status: 404 })
  const listener = getRequestListener(
    async (request) => (answers[new URL(request.url).pathname] ?? notFound)(request),
    { overrideGlobalObjects: false },
  )
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  })
  return { emulator, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

describe.skipIf(!executablePath && !process.env['CI'])('the chat page in a browser', () => {
  let browser: Browser
  let script: Uint8Array
  beforeAll(async () => {
    ;[browser, script] = await Promise.all([
      chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] }),
      bundlePage(),
    ])
  })
  afterAll(() => browser?.close())

  test('shows a tool and the reply, stops the model, and shows that a reply broke off', async () => {
    const { emulator, url } = await serveExample(script)
    const page = await browser.newPage()
    page.setDefaultTimeout(8000)
    const problems: unknown[] = []
    page.on('pageerror', (error) => problems.push(error))
    await page.goto(url)
    const send = async (text: string) => {
      await page.getByLabel('Message').fill(text)
      await page.getByRole('button', { name: 'Send' }).click()
    }
    const replies = page.getByRole('article', { name: 'assistant' })

    await send('How is the weather? [[think]]')
    await page.getByText('get_weather: "It is sunny in Oslo"').waitFor()
    await replies.getByText('Take sunglasses.').waitFor()
    await page.getByRole('button', { name: 'Send' }).waitFor()
    expect(await replies.locator('small').textContent()).toContain('It is warm')

    await send('Write [[notool]][[len:500]]')
    const text = replies.nth(1).locator('p')
    await text.waitFor()
    const begun = (await text.textContent())!.length
    await expect.poll(async () => (await text.textContent())!.length).toBeGreaterThan(begun)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Send' }).waitFor()
    const generation = emulator.journal.at(-1)!
    expect(generation.body).toContain('[[len:500]]')
    await expect.poll(() => generation.leftAfterMilliseconds).toBeLessThan(5000)
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await page.getByRole('article', { name: 'user' }).count()).toBe(2)

    // The AI SDK logs what it hides from the page.
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    emulator.useFaults([{ path: '/v1/chat/completions', effect: { kind: 'error', afterEvents: 2 } }])
    await send('Once more')
    expect(await page.getByRole('alert').textContent()).toBe('The reply was interrupted')
    expect(log.mock.calls).toMatchObject([[{ name: 'TabbyStreamError' }]])
    expect(problems).toEqual([])
  })
})
