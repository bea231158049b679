// What the guide "Behind nginx, HAProxy, Caddy, TLS and HTTP proxies" says about programs that sit behind a proxy.
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createTabbyClient } from '@tabby/core'
import { serveEmulator } from '@tabby/emulator/testing'
import { getModel } from '@tabby/models'
import { EnvHttpProxyAgent, fetch, getGlobalDispatcher, ProxyAgent, setGlobalDispatcher } from 'undici'
import { expect, onTestFinished, test, vi } from 'vitest'

/** A proxy that connects whoever asks to any address, and remembers the addresses. */
async function serveProxy() {
  const asked: (string | undefined)[] = []
  const proxy = createServer().on('connect', (request, socket, head) => {
    asked.push(request.url)
    const { hostname, port } = new URL(`http://${request.url}`)
    const server = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      server.write(head)
      server.pipe(socket).pipe(server)
    })
    for (const each of [server, socket]) each.on('error', () => void [server, socket].map((one) => one.destroy()))
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void proxy.close())
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked }
}

test('a client goes through the proxy that is set for all of fetch', async () => {
  const server = await serveEmulator({ closeWith: onTestFinished })
  const { url, asked } = await serveProxy()
  vi.stubEnv('HTTP_PROXY', url)
  const before = getGlobalDispatcher()
  const agent = new EnvHttpProxyAgent()
  setGlobalDispatcher(agent)
  onTestFinished(async () => {
    setGlobalDispatcher(before)
    vi.unstubAllEnvs()
    await agent.close()
  })
  expect((await getModel(createTabbyClient({ baseUrl: server.url }))).id).toBe('demo-8b-exl3')
  expect(asked).toEqual([new URL(server.url).host])
})

test('one client goes through a proxy of its own', async () => {
  const server = await serveEmulator({ closeWith: onTestFinished })
  const { url, asked } = await serveProxy()
  const dispatcher = new ProxyAgent({ uri: url, headersTimeout: 0, bodyTimeout: 0 })
  onTestFinished(() => dispatcher.close())
  const client = createTabbyClient({
    baseUrl: server.url,
    fetch: (address, init) => fetch(address, { ...(init as object), dispatcher }) as unknown as Promise<Response>,
  })
  expect((await getModel(client)).id).toBe('demo-8b-exl3')
  expect((await getModel(createTabbyClient({ baseUrl: server.url }))).id).toBe('demo-8b-exl3')
  expect(asked).toEqual([new URL(server.url).host])
})
