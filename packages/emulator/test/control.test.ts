import { describe, expect, test } from 'vitest'
import { createEmulator } from '../src/index.js'
import type { Emulator } from '../src/index.js'

const health = 'http://emulator/health'
const control = (emulator: Emulator, method: string, path: string, body?: unknown): Promise<Response> =>
  emulator.fetch(`http://emulator/emulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

describe('journal', () => {
  test('keeps the last requests with body, status and time, and no more than asked for', async () => {
    const emulator = createEmulator({ journal: 2 })
    await (await emulator.fetch(health)).text()
    await (await emulator.fetch('http://emulator/nope?x=1')).text()
    const body = '{"input":"a"}'
    const headers = { 'content-type': 'application/json' }
    await (await emulator.fetch('http://emulator/v1/embeddings', { method: 'POST', headers, body })).text()
    expect(emulator.journal).toMatchObject([
      { method: 'GET', path: '/nope?x=1', status: 404, body: null },
      { method: 'POST', path: '/v1/embeddings', status: 200, body, headers },
    ])
    expect(emulator.journal[1]?.endedAfterMilliseconds).toBeGreaterThanOrEqual(0)
  })

  test('keeps nothing unless asked to', async () => {
    const emulator = createEmulator()
    await emulator.fetch(health)
    expect(emulator.journal).toEqual([])
  })
})

describe('control endpoints', () => {
  test('are not there unless asked for', async () => {
    expect((await control(createEmulator(), 'GET', 'journal')).status).toBe(404)
  })

  test('show and clear the journal', async () => {
    const emulator = createEmulator({ control: true, journal: 5 })
    await (await emulator.fetch(health)).text()
    const shown = (await (await control(emulator, 'GET', 'journal')).json()) as unknown[]
    expect(shown).toMatchObject([{ path: '/health', status: 200 }])
    await control(emulator, 'DELETE', 'journal')
    expect(emulator.journal).toEqual([])
  })

  test('put faults in force and refuse what is none', async () => {
    const emulator = createEmulator({ control: true })
    const faults = [{ path: '/health', effect: { kind: 'status', status: 503, retryAfter: 1 } }]
    expect((await control(emulator, 'PUT', 'faults', faults)).status).toBe(200)
    expect((await emulator.fetch(health)).status).toBe(503)
    expect(await (await control(emulator, 'GET', 'faults')).json()).toEqual(faults)
    expect((await control(emulator, 'PUT', 'faults', [{ effect: { kind: 'meltdown' } }])).status).toBe(400)
    expect((await emulator.fetch(health)).status).toBe(503)
  })

  test('change the keys', async () => {
    const emulator = createEmulator({ control: true })
    const models = async (): Promise<number> => (await emulator.fetch('http://emulator/v1/models')).status
    expect(await models()).toBe(200)
    await control(emulator, 'PUT', 'keys', { api: ['a'], admin: ['b'] })
    expect(await models()).toBe(401)
    await control(emulator, 'PUT', 'keys', null)
    expect(await models()).toBe(200)
  })
})

describe('a journal', () => {
  const decode = async (emulator: Emulator, length: number): Promise<number> => {
    const body = `{"tokens":[1],"x":"${'a'.repeat(length)}"}`
    const headers = { 'content-type': 'application/json' }
    const response = await emulator.fetch('http://emulator/v1/token/decode', { method: 'POST', headers, body })
    await response.text()
    return response.status
  }
  const keptBytes = (emulator: Emulator): number =>
    emulator.journal.reduce((sum, { body }) => sum + (body?.length ?? 0), 0)

  test('keeps as many bytes as it is told, and drops the oldest requests beyond them', async () => {
    const emulator = createEmulator({ journal: 100, journalBytes: 100_000 })
    for (let count = 1; count <= 40; count += 1) await decode(emulator, 10_000 + count)
    expect(keptBytes(emulator)).toBeLessThanOrEqual(100_000)
    expect(keptBytes(emulator)).toBeGreaterThan(80_000)
    expect(emulator.journal.at(-1)?.body).toHaveLength(10_061)
  })

  test('keeps 16 MiB by default, and all that fits into them', async () => {
    const emulator = createEmulator({ journal: 100 })
    for (let count = 0; count < 5; count += 1) expect(await decode(emulator, 4 * 2 ** 20)).toBe(200)
    expect(emulator.journal).toHaveLength(3)
    for (let count = 0; count < 50; count += 1) await decode(emulator, 1000)
    expect(emulator.journal).toHaveLength(53)
  })

  test('notes a request whose body does not fit, without the body', async () => {
    const emulator = createEmulator({ journal: 100, journalBytes: 5000 })
    await decode(emulator, 10)
    await decode(emulator, 6000)
    expect(emulator.journal).toMatchObject([{ bodyBytes: 31 }, { body: null, bodyBytes: 6021, status: 200 }])
    for (let count = 0; count < 20; count += 1) await (await emulator.fetch(health)).text()
    expect(emulator.journal.length).toBeLessThan(10)
  })
})

describe('a body', () => {
  test('is taken in up to the limit, and refused with 413 beyond it', async () => {
    const emulator = createEmulator({ settings: { maxBodyBytes: 2000 } })
    const ask = async (length: number): Promise<number> => {
      const text = `{"text":"${'a'.repeat(length - 11)}"}`
      const headers = { 'content-type': 'application/json' }
      return (await emulator.fetch('http://emulator/v1/token/encode', { method: 'POST', headers, body: text })).status
    }
    expect(await ask(2000)).toBe(200)
    expect(await ask(2001)).toBe(413)
  })

  test.each([
    ['members of a list', 549_000, 552_000, (count: number) => `[${'0,'.repeat(count - 1)}0]`],
    ['members of an object', 45_700, 46_100, (count: number) => `{${'"a":0,'.repeat(count - 1)}"a":0}`],
  ])('has a limit of %s too', async (_what, most, more, write) => {
    const emulator = createEmulator()
    const ask = async (count: number): Promise<number> => {
      const body = `{"text":"a","other":${write(count)}}`
      const headers = { 'content-type': 'application/json' }
      return (await emulator.fetch('http://emulator/v1/token/encode', { method: 'POST', headers, body })).status
    }
    expect(await ask(most)).toBe(200)
    expect(await ask(more)).toBe(413)
  })
})
