import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, test, onTestFinished } from 'vitest'
import { createEmulator } from '../src/index.js'
import type { EmulatorOptions } from '../src/index.js'
import { listen } from '../src/node/index.js'
import type { ListenOptions } from '../src/node/index.js'

const testKeys = { api: ['the-api-key'], admin: ['the-admin-key'] }
/** An address of this machine that is not loopback: for all that shows, who connects to it is another machine. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address

type Send = (
  path: string,
  headers: string[],
  method?: string,
  body?: string,
) => Promise<{ status: number; text: string }>

async function start(options: EmulatorOptions, listening: ListenOptions = {}, address = '127.0.0.1'): Promise<Send> {
  const listener = await listen(createEmulator({ control: true, journal: 10, keys: testKeys, ...options }), listening)
  onTestFinished(() => listener.close())
  return (path, headers, method = 'GET', body = '') =>
    new Promise((resolve, reject) => {
      const socket = connect(listener.port, address)
      let text = ''
      socket.on('data', (part: Buffer) => (text += part.toString('latin1')))
      socket.on('error', reject)
      socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text }))
      const head = [`${method} ${path} HTTP/1.1`, ...headers, 'connection: close', `content-length: ${body.length}`]
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
    })
}

const malformed = ['a b', '[::1', 'x:99999', '"', 'http://localhost', 'localhost,evil.example', '', '\xe4']

describe('control endpoints over a socket', () => {
  test.each([['host: rebound.example:5000'], ...malformed.map((host) => [`host: ${host}`])])(
    'answer 403 to %j, and show and change nothing',
    async (...headers) => {
      const send = await start({})
      await send('/v1/model', ['host: localhost', 'x-api-key: the-admin-key'])
      const journal = await send('/emulator/journal', headers)
      expect(journal.status).toBe(403)
      expect(journal.text).not.toContain('the-admin-key')
      expect((await send('/emulator/keys', headers, 'PUT', 'null')).status).toBe(403)
      expect((await send('/emulator/journal', headers, 'DELETE')).status).toBe(403)
      expect((await send('/v1/models', ['host: localhost'])).status).toBe(401)
      expect((await send('/emulator/journal', ['host: localhost'])).text).toContain('the-admin-key')
    },
  )

  test('answer 403 to a request without a Host, and to one with two', async () => {
    const send = await start({})
    expect((await send('/emulator/journal', [])).status).toBe(403)
    expect((await send('/emulator/journal', ['host: localhost', 'host: rebound.example'])).status).toBe(403)
  })

  test.each(['localhost:1', 'x.localhost', '127.0.0.1:5000', '127.1.2.3', '[::1]:5000'])(
    'answer to Host %s, a name of this machine',
    async (host) => expect((await (await start({}))('/emulator/journal', [`host: ${host}`])).status).toBe(200),
  )

  test('answer to the bound host and to those that are allowed', async () => {
    const send = await start({}, { host: '0.0.0.0', controlHosts: ['emulator'] })
    expect((await send('/emulator/journal', ['host: 0.0.0.0:5000'])).status).toBe(200)
    expect((await send('/emulator/journal', ['host: emulator:5000'])).status).toBe(200)
    expect((await send('/emulator/journal', ['host: other:5000'])).status).toBe(403)
  })

  test('ask everybody for the control key when there is one', async () => {
    const send = await start({ controlKey: 'control-key' })
    const host = 'host: localhost'
    expect((await send('/emulator/journal', [host])).status).toBe(403)
    expect((await send('/emulator/journal', [host, 'x-admin-key: the-admin-key'])).status).toBe(403)
    expect((await send('/emulator/journal', [host, 'x-admin-key: control-key'])).status).toBe(200)
    expect((await send('/emulator/journal', [host, 'authorization: Bearer control-key'])).status).toBe(200)
  })

  test.skipIf(outside === undefined)('ask another machine for an admin key, with a Host of any kind', async () => {
    const send = await start({}, { host: '0.0.0.0' }, outside)
    for (const host of ['host: localhost', 'host: 0.0.0.0']) {
      expect((await send('/emulator/journal', [host])).status).toBe(403)
      expect((await send('/emulator/journal', [host, 'x-admin-key: the-api-key'])).status).toBe(403)
      expect((await send('/emulator/journal', [host, 'x-admin-key: the-admin-key'])).status).toBe(200)
    }
    const open = await start({ keys: { api: [], admin: [] } }, { host: '0.0.0.0' }, outside)
    expect((await open('/emulator/journal', ['host: localhost', 'x-admin-key: '])).status).toBe(403)
  })
})

describe('any other path', () => {
  test.each(malformed)('is served to Host %j', async (host) => {
    const send = await start({})
    expect((await send('/health', [`host: ${host}`])).status).toBe(200)
    expect((await send('/v1/models/', [`host: ${host}`, 'x-api-key: the-api-key'])).status).toBe(307)
  })

  test('is served without a Host, and by an absolute target', async () => {
    const send = await start({})
    expect((await send('/health', [])).status).toBe(200)
    expect((await send('http://rebound.example/health', ['host: x'])).status).toBe(200)
    expect((await send('http://localhost/emulator/journal', ['host: rebound.example'])).status).toBe(403)
  })
})
