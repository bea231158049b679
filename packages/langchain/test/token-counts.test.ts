import dns from 'node:dns'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openModels } from './serve-model.js'

describe('getNumTokens', () => {
  test('alone: it asks a host on the internet for a tokenizer, and estimates when there is none', async () => {
    const { alone, emulator } = await openModels()
    const hosts = new Set<string>()
    const lookup = vi.spyOn(dns, 'lookup').mockImplementation((host, ...rest: unknown[]) => {
      hosts.add(host)
      const answer = rest.at(-1) as (error: Error) => void
      process.nextTick(answer, Object.assign(new Error('offline'), { code: 'ENOTFOUND' }))
    })
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    // It waits between its attempts, for a minute altogether.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => {
      for (const spy of [lookup, warn]) spy.mockRestore()
      vi.useRealTimers()
    })
    let count: number | undefined
    void alone()
      .getNumTokens('How many fjords?')
      .then((given) => (count = given))
    while (count === undefined) {
      await new Promise((resolve) => setImmediate(resolve))
      await vi.advanceTimersByTimeAsync(10_000)
    }
    expect([...hosts]).toEqual(['tiktoken.pages.dev'])
    expect(count).toBe(Math.ceil('How many fjords?'.length / 4))
    expect(emulator.journal).toEqual([])
  })

  test('ours: it counts with the tokenizer of the model', async () => {
    const { ours, client } = await openModels()
    const { encodeTokens } = await import('@tabby/tokens')
    const { tokens } = await encodeTokens(client, { text: 'How many fjords?', add_bos_token: false })
    expect(await ours.getNumTokens('How many fjords?')).toBe(tokens.length)
    expect(await ours.getNumTokens([{ type: 'text', text: 'How many fjords?' }])).toBe(tokens.length)
    expect(await ours.getNumTokens('')).toBe(0)
  })
})
