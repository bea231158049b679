import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createMcpHandler, InMemoryTransport } from '@modelcontextprotocol/server'
import { createTabbyClient } from '@tabby/core'
import type { EmulatorOptions } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createTabbyMcpServer, type TabbyMcpServerOptions } from '../src/server/index.js'

/** A TabbyAPI server, an MCP server before it, and an MCP client over streamable HTTP. */
async function openServer(options?: TabbyMcpServerOptions, settings: EmulatorOptions = {}) {
  const { emulator, url } = await serveEmulator({ journal: 20, ...settings, closeWith: onTestFinished })
  const client = createTabbyClient({ baseUrl: url, adminKey: 'admin' })
  const handler = createMcpHandler(() => createTabbyMcpServer(client, options))
  const server = createServer(async (incoming, outgoing) => {
    const controller = new AbortController()
    outgoing.on('close', () => controller.abort())
    const body =
      incoming.method === 'POST' ? await new Response(Readable.toWeb(incoming) as ReadableStream).text() : null
    const { method, headers } = incoming
    const address = `http://127.0.0.1${incoming.url}`
    const init = { method: method!, headers: headers as Record<string, string>, body, signal: controller.signal }
    const response = await handler.fetch(new Request(address, init))
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders()
    for await (const bytes of response.body ?? []) {
      if (outgoing.destroyed) break
      outgoing.write(bytes)
    }
    outgoing.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`)
  const mcp = new Client({ name: 'test', version: '1.0.0' })
  await mcp.connect(new StreamableHTTPClientTransport(address))
  onTestFinished(() => mcp.close())
  const call = async (name: string, args: Record<string, unknown> = {}, more: object = {}) => {
    const result = await mcp.callTool({ name, arguments: args }, more)
    const [content] = result.content
    return { text: content?.type === 'text' ? content.text : '', isError: result.isError ?? false }
  }
  return { emulator, mcp, call, address }
}

const hello = { messages: [{ role: 'user', content: 'Hello' }] }

test('its tools, with and without admin', async () => {
  const names = async (options?: TabbyMcpServerOptions) =>
    (await (await openServer(options)).mcp.listTools()).tools.map(({ name }) => name)
  const readers = ['chat', 'complete', 'embed', 'count_tokens', 'list_models', 'get_model']
  expect(await names()).toEqual(readers)
  expect(await names({ admin: true })).toEqual([...readers, 'load_model', 'unload_model'])
})

test('chat and complete write, and report progress', async () => {
  const { call } = await openServer()
  const seen: number[] = []
  const { text } = await call('chat', hello, {
    onprogress: ({ progress }: { progress: number }) => seen.push(progress),
  })
  expect(text).toContain('Hello')
  expect(seen[0]).toBe(1)
  expect((await call('complete', { prompt: 'Once upon a time', max_tokens: 5 })).text).not.toBe('')
})

test('the others read', async () => {
  const { call } = await openServer()
  expect(JSON.parse((await call('embed', { input: ['a', 'b'] })).text)).toHaveLength(2)
  expect(Number((await call('count_tokens', { text: 'How many?' })).text)).toBeGreaterThan(1)
  expect((await call('list_models')).text.split('\n')).toContain('demo-8b-exl3')
  expect(JSON.parse((await call('get_model')).text)).toMatchObject({ id: 'demo-8b-exl3' })
})

test('an admin loads with progress, and unloads', async () => {
  const { call } = await openServer({ admin: true })
  expect((await call('unload_model')).text).toBe('The model is unloaded')
  const seen: unknown[] = []
  const more = { onprogress: (step: unknown) => seen.push(step) }
  expect((await call('load_model', { model_name: 'demo-8b-exl3' }, more)).text).toBe('demo-8b-exl3 is loaded')
  expect(seen.at(-1)).toMatchObject({ progress: 8, total: 8, message: 'model 8 of 8' })
})

test('what fails is a result with the message of the error', async () => {
  const { call } = await openServer({ admin: true })
  await call('unload_model')
  expect(await call('chat', hello)).toMatchObject({ isError: true, text: expect.stringMatching(/model/) })
})

test('a cancelled call stops the model', async () => {
  const settings = { speed: { tokensPerSecond: 20 } }
  const { emulator, url } = await serveEmulator({ journal: 20, settings, closeWith: onTestFinished })
  // One connection for all messages, as over stdio: over HTTP without sessions a server cannot tell which call to stop.
  const [near, far] = InMemoryTransport.createLinkedPair()
  await createTabbyMcpServer(createTabbyClient({ baseUrl: url })).connect(far)
  const mcp = new Client({ name: 'test', version: '1.0.0' })
  await mcp.connect(near)
  onTestFinished(() => mcp.close())
  const controller = new AbortController()
  const { signal } = controller
  const call = mcp.callTool({ name: 'chat', arguments: { ...hello, max_tokens: 500 } }, { signal })
  const settled = call.catch((thrown: unknown) => thrown)
  const waitFor = async (isTrue: () => boolean) => {
    for (const end = performance.now() + 5000; !isTrue() && performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  await waitFor(() => emulator.journal.length === 1)
  controller.abort()
  expect(await settled).toBeInstanceOf(Error)
  await waitFor(() => emulator.journal[0]!.leftAfterMilliseconds !== undefined)
  expect(emulator.journal[0]!.leftAfterMilliseconds).toBeLessThan(5000)
})

test.each([
  ['no client', () => createTabbyMcpServer({} as never)],
  [
    'an admin that is not true or false',
    () => createTabbyMcpServer({ send: () => {} } as never, { admin: 'yes' as never }),
  ],
])('%s is refused', (_name, call) => {
  expect(call).toThrow('createTabbyMcpServer:')
})
