import { setImmediate as nextRound, setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createEmulator } from '../src/index.js'
import { listen } from '../src/node/index.js'

const emulator = createEmulator({ journal: 100, settings: { speed: { tokensPerSecond: 0 }, maxBodyBytes: 2 ** 24 } })
const listener = await listen(emulator)
afterAll(() => listener.close())

/**
 * Long work goes on by a timer after each of its turns. These are counted, and not time: a machine that has other work to
 * do takes as many.
 */
const timers = vi.spyOn(globalThis, 'setTimeout')
const countTurns = (): number => timers.mock.calls.filter(([callback]) => callback.name === 'passTurns').length

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextRound()
}

const long = 'a1 '.repeat(4_000_000)
const requests = {
  'the body of which is parsed': ['/v1/token/encode', { text: long, more: Array.from({ length: 500_000 }, () => 1) }],
  'the prompt of which is counted': ['/v1/completions', { prompt: long, max_tokens: 1 }],
  'the messages of which are counted': ['/v1/chat/completions', { messages: [{ role: 'user', content: long }] }],
  'the tokens of which are decoded': ['/v1/token/decode', { tokens: Array.from({ length: 500_000 }, () => 700) }],
  'the texts of which are embedded': ['/v1/embeddings', { input: [long] }],
  'that Kobold streams': ['/api/extra/generate/stream', { prompt: long }],
} as const

describe('when a client leaves', () => {
  test.each(Object.entries(requests))('a request %s is worked on no more', async (_, [path, content]) => {
    const body = JSON.stringify(content)
    const left = new AbortController()
    const headers = { 'content-type': 'application/json' }
    const answer = fetch(listener.url + path, { method: 'POST', headers, body, signal: left.signal })
    const entry = () => emulator.journal.at(-1)
    await until(() => entry()?.bodyBytes === body.length)
    // It is being worked on, and for long.
    const begun = countTurns()
    await until(() => countTurns() >= begun + 3)
    left.abort()
    await expect(answer).rejects.toThrow('aborted')
    await until(() => entry()?.leftAfterMilliseconds !== undefined)
    const last = countTurns()
    // In each of these rounds work that goes on would take a turn; the one that was under way may end.
    for (let round = 0; round < 50; round += 1) await wait(1)
    expect(countTurns() - last).toBeLessThan(3)
    expect(entry()?.status).toBeUndefined()
  })
})
