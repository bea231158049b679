import type { Answer } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { requestStream, type TabbyTimeoutName } from '../src/index.js'
import { collect, done, event, open, ping, readAll } from './open-stream.js'
import { serve } from './serve.js'

test('idleTimeout ends a stream without a byte, and pings hold it off', async () => {
  const silent = await open({ body: [event(1)], end: 'open' }, { idleTimeout: 80, eventTimeout: false })
  expect(await readAll(silent.stream)).toMatchObject({ values: [1], error: { timeout: 'idleTimeout', limit: 80 } })
  expect((await silent.over).clientLeft).toBe(true)
  const pings = Array.from({ length: 6 }, () => [40, ping]).flat()
  const pinging = await open({ body: [event(1), ...pings, event(2), done] }, { idleTimeout: 80, eventTimeout: false })
  expect(await readAll(pinging.stream)).toEqual({ values: [1, 2] })
})

test('eventTimeout ends a stream that only pings', async () => {
  const pings = Array.from({ length: 100 }, () => [20, ping]).flat()
  const { stream, over } = await open({ body: [event(1), ...pings] }, { eventTimeout: 120 }, { collector: collect() })
  const begin = performance.now()
  expect(await readAll(stream)).toMatchObject({
    values: [1],
    error: { timeout: 'eventTimeout', limit: 120, partial: [1] },
  })
  expect(performance.now() - begin).toBeLessThan(600)
  expect((await over).clientLeft).toBe(true)
})

test('no timeout runs while the consumer is the slow one', async () => {
  const { stream } = await open(
    { body: [event(1), 1, event(2), 1, event(3), done] },
    { idleTimeout: 60, eventTimeout: 60 },
  )
  let read = 0
  for await (const value of stream) {
    read = value as number
    await new Promise((resolve) => setTimeout(resolve, 120))
  }
  expect(read).toBe(3)
})

test('the timeouts of a call replace those of the client, and false switches them off', async () => {
  const quick = await open({ body: [event(1)], end: 'open' }, {}, { idleTimeout: 30 })
  expect((await readAll(quick.stream)).error).toMatchObject({ timeout: 'idleTimeout', limit: 30 })
  const slow = await open(
    { body: [100, event(1), done] },
    { idleTimeout: 20, eventTimeout: 20 },
    { idleTimeout: false, eventTimeout: false },
  )
  expect(await readAll(slow.stream)).toEqual({ values: [1] })
})

const pinging: Answer = { body: [event(1), ...Array.from({ length: 50 }, () => [20, ping]).flat()], end: 'open' }
test.each<[TabbyTimeoutName, Answer | undefined]>([
  ['timeout', undefined],
  ['idleTimeout', { body: [event(1)], end: 'open' }],
  ['eventTimeout', pinging],
])('%s fires alone, with the two others running, and names itself', async (name, answer) => {
  const limits = { timeout: 20_000, idleTimeout: 20_000, eventTimeout: 20_000, [name]: 150 }
  // Without an answer the headers never come.
  const { server, client } = await serve(() => answer ?? new Promise(() => {}), limits)
  const begin = performance.now()
  const read = async () => {
    const stream = await requestStream(client, { path: '/v1/x', body: {}, timeout: limits.timeout })
    return (await readAll(stream)).error
  }
  const error = await read().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'TabbyTimeoutError', timeout: name, limit: 150 })
  expect(performance.now() - begin).toBeGreaterThan(140)
  expect(performance.now() - begin).toBeLessThan(3000)
  expect(server.requests).toHaveLength(1)
})
