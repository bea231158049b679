import type { ChatMessage } from '@tabby/core'
import { expect, test } from 'vitest'
import { serveContext } from '../test/serve-context.js'
import { countTokens } from './count-tokens.js'
import { fitMessages } from './fit-messages.js'

const { client, paths } = await serveContext()
const system: ChatMessage = { role: 'system', content: 'You are brief.' }
const ask = (length: number): ChatMessage => ({ role: 'user', content: 'lorem '.repeat(length) })
const params = { messages: [system, ...Array.from({ length: 60 }, () => ask(20))], max_tokens: 100 }

test('a summary stands where the turns were that it stands for', async () => {
  const seen: ChatMessage[][] = []
  const fitted = await fitMessages(client, params, {
    summarize: async (dropped) => {
      seen.push(dropped)
      return { role: 'assistant', content: `They said ${dropped.length} things.` }
    },
  })
  const { messages, dropped, summary, tokens, limit } = fitted
  expect(seen).toEqual([dropped])
  expect(summary).toEqual({ role: 'assistant', content: `They said ${dropped.length} things.` })
  expect(messages.slice(0, 3)).toEqual([system, summary, ask(20)])
  expect(dropped.length + messages.length).toBe(params.messages.length + 1)
  expect(tokens).toBe(await countTokens(client, { text: messages }))
  // The room that was kept for it.
  expect(limit - tokens).toBeGreaterThan(200)
})

test('where all fits nothing is summarised', async () => {
  const messages = [system, ask(20), ask(20)]
  const summarize = () => expect.unreachable()
  expect(await fitMessages(client, { messages, max_tokens: 100 }, { summarize })).toMatchObject({ messages })
})

test('a summary that is too long costs more turns, and is written anew for all of them', async () => {
  const lengths: number[] = []
  const before = paths.length
  const { messages, dropped, summary, tokens, limit } = await fitMessages(client, params, {
    summaryTokens: 10,
    summarize: (gone) => {
      lengths.push(gone.length)
      return ask(200)
    },
  })
  expect(lengths).toHaveLength(2)
  expect(lengths[1]).toBeGreaterThan(lengths[0]!)
  expect(dropped).toHaveLength(lengths[1]!)
  expect(messages[1]).toBe(summary)
  expect(tokens).toBeLessThanOrEqual(limit)
  expect(paths.length - before).toBeLessThanOrEqual(2 * 9)
})

test('the last turn stays beside a summary for which there was no room, as long as it fits', async () => {
  const messages = [ask(300), ask(600)]
  const summarize = () => ask(20)
  const fitted = await fitMessages(client, { messages, max_tokens: 100 }, { summarize })
  expect(fitted.messages).toEqual([ask(20), ask(600)])
})

test('a summary that is longer than all that it may be is an error', async () => {
  const call = fitMessages(client, params, { summarize: () => ask(760) })
  await expect(call).rejects.toMatchObject({ code: 'request_refused' })
  await expect(call).rejects.toThrow(
    /^the system messages, the summary and the last turn have \d+ tokens, and 753 fit$/,
  )
})

test('what the summarising throws comes through', async () => {
  const failure = new Error('no words')
  const summarize = () => Promise.reject(failure)
  await expect(fitMessages(client, params, { summarize })).rejects.toBe(failure)
})

test('an abort while it is summarised ends the work, and the summary is told of it', async () => {
  const controller = new AbortController()
  let requests = 0
  const call = fitMessages(client, params, {
    signal: controller.signal,
    summarize: (_, { signal }) => {
      expect(signal).toBe(controller.signal)
      requests = paths.length
      controller.abort('enough')
      return ask(20)
    },
  })
  await expect(call).rejects.toBe('enough')
  expect(paths).toHaveLength(requests)
})
