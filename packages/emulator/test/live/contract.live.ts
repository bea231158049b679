import { afterAll, expect, test } from 'vitest'
import { calls } from './calls.js'
import type { Call } from './calls.js'
import { setUp } from './set-up.js'
import { shapeAnswer } from './shape.js'

const { url, keys, state, emulator, mayChange } = await setUp()

async function ask(fetch: typeof globalThis.fetch, base: string, call: Call): Promise<string> {
  const key = call.admin ? keys.admin : keys.api || keys.admin
  const answer = await fetch(base + call.path, {
    method: call.method,
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  })
  return shapeAnswer(answer.status, answer.headers.get('content-type'), await answer.text())
}

afterAll(async () => {
  if (!mayChange || !state.load) return
  const headers = {
    'content-type': 'application/json',
    ...(keys.admin ? { authorization: `Bearer ${keys.admin}` } : {}),
  }
  const loaded = await fetch(`${url}/v1/model/load`, { method: 'POST', headers, body: JSON.stringify(state.load) })
  await loaded.text()
}, 600_000)

test.each(calls.filter((call) => !call.admin || mayChange))(
  '$name is answered by the emulator as by the live server',
  async (call) => {
    const live = await ask(globalThis.fetch, url, call)
    expect(await ask(emulator.fetch, 'http://emulator', call)).toBe(live)
  },
)
