import { describe, expect, it } from 'vitest'
import { createEmulator } from '../src/index.js'
import type { Emulator } from '../src/index.js'

const HEALTH = 'http://emulator/health'
const control = (emulator: Emulator, method: string, path: string, body?: unknown): Promise<Response> =>
  emulator.fetch(`http://emulator/emulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

describe('journal', () => {
  it('keeps the last requests with body, status and time, and no more than asked for', async () => {
    const emulator = createEmulator({ journal: 2 })
    await (await emulator.fetch(HEALTH)).text()
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

  it('keeps nothing unless asked to', async () => {
    const emulator = createEmulator()
    await emulator.fetch(HEALTH)
    expect(emulator.journal).toEqual([])
  })
})

describe('control endpoints', () => {
  it('are not there unless asked for', async () => {
    expect((await control(createEmulator(), 'GET', 'journal')).status).toBe(404)
  })

  it('show and clear the journal', async () => {
    const emulator = createEmulator({ control: true, journal: 5 })
    await (await emulator.fetch(HEALTH)).text()
    const shown = (await (await control(emulator, 'GET', 'journal')).json()) as unknown[]
    expect(shown).toMatchObject([{ path: '/health', status: 200 }])
    await control(emulator, 'DELETE', 'journal')
    expect(emulator.journal).toEqual([])
  })

  it('put faults in force and refuse what is none', async () => {
    const emulator = createEmulator({ control: true })
    const faults = [{ path: '/health', effect: { kind: 'status', status: 503, retryAfter: 1 } }]
    expect((await control(emulator, 'PUT', 'faults', faults)).status).toBe(200)
    expect((await emulator.fetch(HEALTH)).status).toBe(503)
    expect(await (await control(emulator, 'GET', 'faults')).json()).toEqual(faults)
    expect((await control(emulator, 'PUT', 'faults', [{ effect: { kind: 'meltdown' } }])).status).toBe(400)
    expect((await emulator.fetch(HEALTH)).status).toBe(503)
  })

  it('change the keys', async () => {
    const emulator = createEmulator({ control: true })
    const models = async (): Promise<number> => (await emulator.fetch('http://emulator/v1/models')).status
    expect(await models()).toBe(200)
    await control(emulator, 'PUT', 'keys', { api: ['a'], admin: ['b'] })
    expect(await models()).toBe(401)
    await control(emulator, 'PUT', 'keys', null)
    expect(await models()).toBe(200)
  })
})
