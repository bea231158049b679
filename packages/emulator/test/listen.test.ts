import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { createEmulator } from '../src/index.js'
import type { Emulator, EmulatorOptions } from '../src/index.js'
import { listen } from '../src/node/index.js'
import type { Listener } from '../src/node/index.js'

let listener: Listener
let emulator: Emulator

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = createEmulator({ journal: 10, ...options })
  listener = await listen(emulator)
}

afterEach(() => listener.close())

/** A bare socket: what is written is what the server gets, and what arrives is kept piece by piece. */
async function open(text: string): Promise<{ socket: Socket; parts: string[] }> {
  const socket = connect(listener.port, '127.0.0.1')
  const parts: string[] = []
  socket.on('data', (part: Buffer) => parts.push(part.toString('utf8')))
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  return { socket, parts }
}

function post(body: unknown): string {
  const text = JSON.stringify(body)
  const head = 'POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'
  return `${head}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

const chat = (content: string, stream = true): string => post({ messages: [{ role: 'user', content }], stream })

describe('an emulator behind a socket', () => {
  test('writes each event on its own, with CRLF', async () => {
    await start()
    const { socket, parts } = await open(chat('Hi [[len:5]] [[delay:0.03]]'))
    await wait(400)
    const all = parts.join('')
    expect(all).toContain('content-type: text/event-stream; charset=utf-8\r\n')
    expect(all.toLowerCase()).not.toContain('keep-alive: timeout')
    const events = parts.filter((part) => part.includes('data: {'))
    expect(events.length).toBeGreaterThanOrEqual(5)
    expect(events.every((part) => part.split('data: ').length <= 3)).toBe(true)
    expect(all).toMatch(/data: \[DONE\]\r\n\r\n\r\n0\r\n\r\n$/)
    socket.destroy()
  })

  test('notices at once that a client has left, in a stream and before a plain answer', async () => {
    await start()
    for (const stream of [true, false]) {
      const { socket } = await open(chat('Hi [[len:200]] [[delay:0.02]]', stream))
      await wait(150)
      socket.destroy()
      await wait(50)
    }
    for (const entry of emulator.journal) {
      expect(entry.leftAfterMilliseconds).toBeGreaterThan(80)
      expect(entry.leftAfterMilliseconds).toBeLessThan(400)
    }
    expect(emulator.journal).toHaveLength(2)
  })

  test('is held back by a client that does not read', async () => {
    emulator = createEmulator()
    let made = 0
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      made += 1
      controller.enqueue(new Uint8Array(65_536))
    }
    const endless = async (): Promise<Response> => new Response(new ReadableStream({ pull }, { highWaterMark: 0 }))
    listener = await listen({ ...emulator, dispatch: endless })
    const { socket } = await open('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    socket.pause()
    await wait(400)
    const before = made
    await wait(200)
    expect(made).toBe(before)
    expect(before).toBeGreaterThan(1)
    socket.resume()
    while (made < before + 100) await wait(5)
    socket.destroy()
  })

  test('closes an idle connection after five seconds', async () => {
    await start()
    const { socket, parts } = await open('GET /health HTTP/1.1\r\nhost: x\r\n\r\n')
    while (parts.length === 0) await wait(5)
    const answered = performance.now()
    await once(socket, 'close')
    const idle = performance.now() - answered
    expect(idle).toBeGreaterThan(4800)
    expect(idle).toBeLessThan(5700)
  })

  test('serves several requests over one connection', async () => {
    await start()
    const { socket, parts } = await open('GET /health HTTP/1.1\r\nhost: x\r\n\r\n')
    while (parts.length === 0) await wait(5)
    socket.write('GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n')
    while (!parts.join('').includes('"object":"list"')) await wait(5)
    expect(parts.join('').match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
    socket.destroy()
  })

  test('refuses what is not HTTP', async () => {
    await start()
    const { socket, parts } = await open('this is not http\r\n\r\n')
    await once(socket, 'close')
    expect(parts.join('')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*Invalid HTTP request received\.$/)
  })

  test('drops its streams without a last chunk when it is closed, and finishes plain answers', async () => {
    await start()
    const stream = await open(chat('Hi [[len:100]] [[delay:0.02]]'))
    const plain = await open(chat('Hi [[len:10]] [[delay:0.02]]', false))
    await wait(100)
    await listener.close()
    await wait(50)
    expect(stream.parts.join('')).not.toMatch(/0\r\n\r\n$/)
    expect(stream.parts.join('')).toContain('data: {')
    expect(plain.parts.join('')).toContain('"finish_reason":"stop","eos_reason":"stop_token"')
    expect(plain.parts.join('').toLowerCase()).toContain('connection: close\r\n')
  })

  test.each([
    ['has not asked anything yet', '', 0],
    ['is still sending what was answered already', 'POST /nope HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\nx', 1],
    ['waits for its next request', 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n', 1],
  ])('closes at once when a client %s', async (_title, text, answers) => {
    await start()
    const { socket, parts } = await open(text)
    while (parts.length < answers) await wait(5)
    await wait(20)
    const gone = once(socket, 'close')
    const began = performance.now()
    await listener.close()
    await gone
    expect(performance.now() - began).toBeLessThan(1000)
  })

  test('says so when the port is taken', async () => {
    await start()
    await expect(listen(emulator, { port: listener.port })).rejects.toThrow('EADDRINUSE')
  })
})
