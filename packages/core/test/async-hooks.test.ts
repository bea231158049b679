import { afterEach, beforeEach, expect, test } from 'vitest'
import { requestJson } from '../src/index.js'
import { json, ok, serve } from './serve.js'
import { watchCalls } from './watch-calls.js'

const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)

beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})

afterEach(() => void process.off('unhandledRejection', note))

/** Node reports a rejection that nobody has caught at the end of a turn. */
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 10))

test('async hooks that reject change no call, and leave no rejection behind', async () => {
  const seen: string[] = []
  const hook = (name: string) => async () => {
    seen.push(name)
    throw new Error(`a fault of ${name}`)
  }
  const hooks = Object.fromEntries(['onRequest', 'onResponse', 'onRetry', 'onError'].map((name) => [name, hook(name)]))
  const answers = [{ status: 502, headers: json, body: ['{}'] }, ok, { status: 400, headers: json, body: ['{}'] }]
  const { client } = await serve(() => answers.shift()!, hooks)
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
  await expect(requestJson(client, { path: '/v1/x' })).rejects.toMatchObject({ code: 'invalid_request' })
  await nextTurn()
  expect(new Set(seen)).toEqual(new Set(['onRequest', 'onResponse', 'onRetry', 'onError']))
  expect(unhandled).toEqual([])
})

test('an async watch that rejects changes no call, and leaves no rejection behind', async () => {
  const fail = async () => {
    throw new Error('a fault of the watch')
  }
  const { client, ends } = await watchCalls(ok, {}, [{ onValue: fail, onEnd: fail }])
  expect(await requestJson(client, { path: '/v1/x' })).toEqual({ ok: true })
  await nextTurn()
  expect(ends).toEqual([{ whole: true }])
  expect(unhandled).toEqual([])
})
