import { expect, test } from 'vitest'
import { createTabbyClient, requestJson, requestStream, type TabbyWatchEnd, wrapTabbyClient } from '../src/index.js'
import { collect, done, event, readAll } from './open-stream.js'
import { ok } from './serve.js'
import { watchCalls } from './watch-calls.js'

const path = '/v1/x'
const body = {}
const headers = { 'content-type': 'text/event-stream' }

test('an `onValue` that throws fails a JSON call, and the other watches are told', async () => {
  const refusal = new Error('full')
  const onValue = () => {
    throw refusal
  }
  const { client, ends } = await watchCalls(ok, {}, [{ onValue }])
  await expect(requestJson(client, { path })).rejects.toBe(refusal)
  expect(ends).toEqual([{ whole: false, error: refusal }])
})

test('an `onValue` that throws fails a stream and closes its connection', async () => {
  const refusal = new Error('full')
  const onValue = (value: unknown) => {
    if (value === 2) throw refusal
  }
  const { client, server, ends } = await watchCalls({ headers, body: [event(1), event(2)], end: 'open' }, {}, [
    { onValue },
  ])
  const stream = await requestStream(client, { path, body })
  expect(await readAll(stream)).toEqual({ values: [1], error: refusal })
  expect(ends).toEqual([{ whole: false, error: refusal }])
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})

test('a collector that throws ends the stream, and closes its connection', async () => {
  const { client, server, ends } = await watchCalls({ headers, body: [event(1), done], end: 'open' })
  const fault = new Error('fault')
  const findFault = () => {
    throw fault
  }
  const stream = await requestStream(client, { path, body, collector: { ...collect(), findFault } })
  expect(await readAll(stream)).toEqual({ values: [1], error: fault })
  expect(ends).toEqual([{ whole: false, error: fault }])
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
})

test('an `onEnd` that throws changes nothing, and the others are told', async () => {
  const onEnd = () => {
    throw new Error('a fault of the watch')
  }
  const { client, ends } = await watchCalls(ok, {}, [{ onEnd }])
  expect(await requestJson(client, { path })).toEqual({ ok: true })
  expect(ends).toEqual([{ whole: true }])
})

test('a call that gets no response has nothing to watch', async () => {
  const ends: TabbyWatchEnd[] = []
  const client = wrapTabbyClient(
    createTabbyClient({ baseUrl: 'http://127.0.0.1:1', retry: false }),
    (send) => async (request) => ({
      ...(await send(request)),
      watches: [{ onEnd: (end) => void ends.push(end) }],
    }),
  )
  await expect(requestJson(client, { path })).rejects.toMatchObject({ code: 'connection_error' })
  expect(ends).toEqual([])
})
