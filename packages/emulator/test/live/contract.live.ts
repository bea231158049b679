import { expect, it } from 'vitest'
import { createEmulator } from '../../src/index.js'
import { CALLS } from './calls.js'
import type { Call } from './calls.js'
import { shapeAnswer } from './shape.js'

const { TABBY_BASE_URL, TABBY_API_KEY = '', TABBY_ADMIN_KEY = '', TABBY_LIVE_ADMIN } = process.env
if (!TABBY_BASE_URL) throw new Error('TABBY_BASE_URL must name a TabbyAPI server')

// The emulator has the live server's keys, so that both answer the same person.
const keys = TABBY_API_KEY || TABBY_ADMIN_KEY ? { keys: { api: [TABBY_API_KEY], admin: [TABBY_ADMIN_KEY] } } : {}
const emulator = createEmulator({ ...keys, settings: { speed: { tokensPerSecond: 100, prefillMilliseconds: 20 } } })

async function ask(fetch: typeof globalThis.fetch, base: string, call: Call): Promise<string> {
  const key = call.admin ? TABBY_ADMIN_KEY : TABBY_API_KEY || TABBY_ADMIN_KEY
  const answer = await fetch(base.replace(/\/+$/, '') + call.path, {
    method: call.method,
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  })
  return shapeAnswer(answer.status, answer.headers.get('content-type'), await answer.text())
}

it.each(CALLS.filter((call) => !call.admin || TABBY_LIVE_ADMIN === '1'))(
  '$name is answered by the emulator as by the live server',
  async (call) => {
    const live = await ask(globalThis.fetch, TABBY_BASE_URL, call)
    expect(await ask(emulator.fetch, 'http://emulator', call)).toBe(live)
  },
)
