import { afterEach, describe, expect, test } from 'vitest'
import { createEmulator, WorldError } from '../src/index.js'
import type { Emulator, FaultEffect } from '../src/index.js'
import { listen } from '../src/node/index.js'
import type { Listener } from '../src/node/index.js'

const faultyPath = '/v1/chat/completions'
let listener: Listener | undefined

afterEach(async () => {
  await listener?.close()
  listener = undefined
})

async function start(
  effect: FaultEffect,
  rule: { skip?: number; times?: number; path?: string } = {},
): Promise<Emulator> {
  const emulator = createEmulator({ faults: [{ path: faultyPath, ...rule, effect }], journal: 10 })
  listener = await listen(emulator)
  return emulator
}

function ask(stream = true): Promise<Response> {
  return fetch(`${listener?.url}${faultyPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi [[len:6]]' }], stream }),
  })
}

const countEvents = (text: string): number => text.split('\r\n\r\n').length - 1

test.each([
  [[{ effect: { kind: 'meltdown' } }], /faults\.0\.effect\.kind: this must be one of .*"delay" \| "drop"/],
  [
    [{ effect: { kind: 'drop' } }, { effect: { kind: 'stall' } }],
    /faults\.1\.effect\.afterEvents: this key is missing/,
  ],
  [[{ paht: '/v1', effect: { kind: 'drop' } }], /faults\.0\.paht: this key is not known/],
  [[{}], /faults\.0\.effect: this key is missing/],
])('the faults %j are refused by name', (faults: any, message) => {
  expect(() => createEmulator({ faults })).toThrow(message)
  const emulator = createEmulator()
  expect(() => emulator.useFaults(faults)).toThrow(WorldError)
  expect(() => emulator.useFaults(faults)).not.toThrow('meltdown')
})

describe('faults on demand', () => {
  test('delays an answer', async () => {
    await start({ kind: 'delay', milliseconds: 120 })
    const before = performance.now()
    expect((await ask(false)).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThanOrEqual(115)
  })

  test.each(['drop', 'reset'] as const)('lets a connection %s without an answer', async (kind) => {
    await start({ kind })
    const error = (await ask().catch((caught: unknown) => caught)) as TypeError
    expect(error).toBeInstanceOf(TypeError)
    const { code } = error.cause as { code: string }
    expect(code).toBe(kind === 'reset' ? 'ECONNRESET' : 'UND_ERR_SOCKET')
  })

  test('answers 429 with Retry-After', async () => {
    await start({ kind: 'status', status: 429, retryAfter: 7 })
    const answer = await ask()
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
  })

  test('stalls after so many events, without a ping', async () => {
    await start({ kind: 'stall', afterEvents: 2 })
    const reader = (await ask()).body?.getReader()
    let text = ''
    for (;;) {
      const timeout = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 150))
      const part = await Promise.race([reader?.read(), timeout])
      if (!part || part.done) break
      text += new TextDecoder().decode(part.value)
    }
    expect(countEvents(text)).toBe(2)
    await reader?.cancel()
  })

  test('sends an error event after so many events', async () => {
    await start({ kind: 'error', afterEvents: 1, message: 'out of luck' })
    const text = await (await ask()).text()
    expect(countEvents(text)).toBe(2)
    expect(text.endsWith('data: {"error":{"message":"out of luck","trace":null}}\r\n\r\n')).toBe(true)
  })

  test('truncates a stream, which then looks complete', async () => {
    await start({ kind: 'truncate', afterEvents: 3 })
    const text = await (await ask()).text()
    expect(countEvents(text)).toBe(3)
    expect(text).not.toContain('[DONE]')
  })

  test('cuts a stream, which the client sees', async () => {
    await start({ kind: 'cut', afterEvents: 3 })
    let text = ''
    const readAll = async (): Promise<void> => {
      for await (const bytes of (await ask()).body ?? []) text += new TextDecoder().decode(bytes)
    }
    await expect(readAll()).rejects.toThrow('terminated')
    expect(countEvents(text)).toBe(3)
  })

  test('cuts a plain answer in the body', async () => {
    await start({ kind: 'cut', afterEvents: 0 })
    const answer = await ask(false)
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow('terminated')
  })

  test('lets a body trickle', async () => {
    await start({ kind: 'trickle', bytesPerSecond: 4000 })
    const before = performance.now()
    const text = await (await ask(false)).text()
    expect(performance.now() - before).toBeGreaterThanOrEqual((1000 * text.length) / 4000 - 20)
    expect(JSON.parse(text)).toHaveProperty('choices')
  })

  test('hits only the requests that it names, after those it skips and so many times', async () => {
    const emulator = await start({ kind: 'status', status: 503 }, { skip: 1, times: 2 })
    const statuses: number[] = []
    for (let round = 0; round < 5; round += 1) statuses.push((await ask(false)).status)
    expect(statuses).toEqual([200, 503, 503, 200, 200])
    expect((await fetch(`${listener?.url}/health`)).status).toBe(200)
    emulator.useFaults([{ effect: { kind: 'status', status: 500 } }])
    expect((await fetch(`${listener?.url}/health`)).status).toBe(500)
    emulator.useFaults([])
    expect((await fetch(`${listener?.url}/health`)).status).toBe(200)
  })

  test('spares the preflights of a browser, which do not count either, unless it names their method', async () => {
    const emulator = await start({ kind: 'status', status: 503 }, { times: 1 })
    const headers = { origin: 'http://page', 'access-control-request-method': 'POST' }
    const preflight = async (): Promise<number> =>
      (await fetch(`${listener?.url}${faultyPath}`, { method: 'OPTIONS', headers })).status
    expect(await preflight()).toBe(200)
    expect((await ask(false)).status).toBe(503)
    emulator.useFaults([{ method: 'options', effect: { kind: 'status', status: 503 } }])
    expect(await preflight()).toBe(503)
    expect((await ask(false)).status).toBe(200)
  })

  test('shows a lost connection in process as fetch would', async () => {
    const drop = createEmulator({ faults: [{ effect: { kind: 'drop' } }] })
    await expect(drop.fetch('http://emulator/health')).rejects.toThrow(TypeError)
    const cut = createEmulator({ faults: [{ effect: { kind: 'cut', afterEvents: 0 } }] })
    await expect(cut.fetch('http://emulator/health').then((answer) => answer.text())).rejects.toThrow('terminated')
  })
})
