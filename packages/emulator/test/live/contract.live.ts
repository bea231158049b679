import { afterAll, expect, test } from 'vitest'
import { createEmulator } from '../../src/index.js'
import { calls } from './calls.js'
import type { Call } from './calls.js'
import { mirrorServer } from './mirror.js'
import type { AskJson } from './mirror.js'
import { shapeAnswer } from './shape.js'

const { TABBY_BASE_URL, TABBY_API_KEY = '', TABBY_ADMIN_KEY = '', TABBY_LIVE_ADMIN } = process.env
if (!TABBY_BASE_URL) throw new Error('TABBY_BASE_URL must name a TabbyAPI server')

// The emulator has the live server's keys, so that both answer the same person.
const keys = TABBY_API_KEY || TABBY_ADMIN_KEY ? { api: [TABBY_API_KEY], admin: [TABBY_ADMIN_KEY] } : undefined
const askJson: AskJson = async (method, path, body) => {
  const key = TABBY_ADMIN_KEY || TABBY_API_KEY
  const answer = await fetch(TABBY_BASE_URL.replace(/\/+$/, '') + path, {
    method,
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text }
}
// A server that runs for a while has a preset, an old crash or no model: the emulator is put into the same state.
const state = await mirrorServer(askJson)
const settings = { speed: { tokensPerSecond: 100, prefillMilliseconds: 20 } }
const emulator = createEmulator({ world: state.world, settings })
const post = (path: string, body: object): Promise<Response> =>
  emulator.fetch(`http://emulator${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
if (state.isUnhealthy) await post('/v1/completions', { prompt: '[[fail:0]]', max_tokens: 1 })
if (!state.hasModel) await post('/v1/model/unload', {})
if (keys) emulator.rotateKeys(keys)

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

// What cannot be loaded again is not unloaded; without a model there is nothing to lose.
const mayChange = TABBY_LIVE_ADMIN === '1' && (state.load !== undefined || !state.hasModel)

afterAll(async () => {
  if (mayChange && state.load) await askJson('POST', '/v1/model/load', state.load)
}, 600_000)

test.each(calls.filter((call) => !call.admin || mayChange))(
  '$name is answered by the emulator as by the live server',
  async (call) => {
    const live = await ask(globalThis.fetch, TABBY_BASE_URL, call)
    expect(await ask(emulator.fetch, 'http://emulator', call)).toBe(live)
  },
)
