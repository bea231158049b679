import type { Answer } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { requestStream, type TabbyClock } from '../src/index.js'
import { collect, done, event, open, ping, readAll } from './open-stream.js'
import { serve } from './serve.js'

test('silenceTimeout ends a stream without a byte, and pings hold it off', async () => {
  const silent = await open({ body: [event(1)], end: 'open' }, { silenceTimeout: 80, contentTimeout: false })
  expect(await readAll(silent.stream)).toMatchObject({ values: [1], error: { clock: 'silenceTimeout', limit: 80 } })
  expect((await silent.over).clientLeft).toBe(true)
  const pings = Array.from({ length: 6 }, () => [40, ping]).flat()
  const pinging = await open(
    { body: [event(1), ...pings, event(2), done] },
    { silenceTimeout: 80, contentTimeout: false },
  )
  expect(await readAll(pinging.stream)).toEqual({ values: [1, 2] })
})

test('contentTimeout ends a stream that only pings', async () => {
  const pings = Array.from({ length: 100 }, () => [20, ping]).flat()
  const { stream, over } = await open({ body: [event(1), ...pings] }, { contentTimeout: 120 }, { collector: collect() })
  const begin = performance.now()
  expect(await readAll(stream)).toMatchObject({
    values: [1],
    error: { clock: 'contentTimeout', limit: 120, partial: [1] },
  })
  expect(performance.now() - begin).toBeLessThan(600)
  expect((await over).clientLeft).toBe(true)
})

test('no clock runs while the consumer is the slow one', async () => {
  const { stream } = await open(
    { body: [event(1), 1, event(2), 1, event(3), done] },
    { silenceTimeout: 60, contentTimeout: 60 },
  )
  let read = 0
  for await (const value of stream) {
    read = value as number
    await new Promise((resolve) => setTimeout(resolve, 120))
  }
  expect(read).toBe(3)
})

test('the clocks of a call replace those of the client, and false switches them off', async () => {
  const quick = await open({ body: [event(1)], end: 'open' }, {}, { silenceTimeout: 30 })
  expect((await readAll(quick.stream)).error).toMatchObject({ clock: 'silenceTimeout', limit: 30 })
  const slow = await open(
    { body: [100, event(1), done] },
    { silenceTimeout: 20, contentTimeout: 20 },
    { silenceTimeout: false, contentTimeout: false },
  )
  expect(await readAll(slow.stream)).toEqual({ values: [1] })
})

const pinging: Answer = { body: [event(1), ...Array.from({ length: 50 }, () => [20, ping]).flat()], end: 'open' }
test.each<[TabbyClock, Answer | undefined]>([
  ['timeout', undefined],
  ['silenceTimeout', { body: [event(1)], end: 'open' }],
  ['contentTimeout', pinging],
])('%s fires alone, with the two others running, and names itself', async (clock, answer) => {
  const limits = { timeout: 20_000, silenceTimeout: 20_000, contentTimeout: 20_000, [clock]: 150 }
  // Without an answer the headers never come.
  const { server, client } = await serve(() => answer ?? new Promise(() => {}), limits)
  const begin = performance.now()
  const read = async () => {
    const stream = await requestStream(client, { path: '/v1/x', body: {}, timeout: limits.timeout })
    return (await readAll(stream)).error
  }
  const error = await read().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'TabbyTimeoutError', clock, limit: 150 })
  expect(performance.now() - begin).toBeGreaterThan(140)
  expect(performance.now() - begin).toBeLessThan(3000)
  expect(server.requests).toHaveLength(1)
})
