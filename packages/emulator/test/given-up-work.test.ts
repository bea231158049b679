import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { createEmulator } from '../src/index.js'
import { listen } from '../src/node/index.js'

const emulator = createEmulator({ journal: 100, settings: { speed: { tokensPerSecond: 0 }, maxBodyBytes: 2 ** 24 } })
const listener = await listen(emulator)
afterAll(() => listener.close())

/** A body of twelve megabytes takes a while to arrive on a machine that has other work to do. */
const patience = { timeout: 10_000 }

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
    await expect.poll(() => entry()?.bodyBytes, patience).toBe(body.length)
    left.abort()
    await expect(answer).rejects.toThrow('aborted')
    await expect.poll(() => entry()?.leftAfterMilliseconds, patience).toBeDefined()
    await wait(50)
    const before = performance.eventLoopUtilization()
    await wait(200)
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
    expect(entry()?.status).toBeUndefined()
  })
})
