import { requestStream } from '@tabby/core'
import { type Answer, readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { body, connectBreaker as connect, headers, ok, open, page, path, status } from '../test/connect-breaker.js'
import { done, event } from '../test/serve-script.js'
import { createBreaker } from './create-breaker.js'

describe('what opens it', () => {
  test.each<[string, Answer]>([
    ['500', status(500)],
    ['502', page(502)],
    ['504', page(504)],
    ['a 503 of a gateway', page(503)],
    ['a connection that breaks', { headers, body: ['{'], end: 'destroy' }],
  ])('%s, as many times in a row as it says', async (_, answer) => {
    const { call, server } = await connect({ failures: 3, rest: 10_000 }, [answer])
    for (let count = 0; count < 3; count++) expect((await call()).error).not.toMatchObject(open)
    expect((await call()).error).toMatchObject(open)
    expect(server.requests).toHaveLength(3)
  })

  test('a timeout', async () => {
    const { call } = await connect({ failures: 1, rest: 10_000 }, [{ body: [], end: 'open' }])
    expect((await call({ timeout: 20 })).error).toMatchObject({ code: 'timeout' })
    expect((await call()).error).toMatchObject(open)
  })

  test('a stream that ends early, when it has ended', async () => {
    const { stream, call } = await connect({ failures: 1, rest: 10_000 }, [{ body: [event(1)] }])
    await expect(readAll(await stream())).rejects.toMatchObject({ reason: 'truncated' })
    expect((await call()).error).toMatchObject(open)
  })

  test.each<[string, Answer]>([
    ['400', status(400)],
    ['401', status(401)],
    ['422', status(422)],
    ['408', status(408)],
    ['429', status(429)],
    ['501', status(501)],
    ['no_model_loaded', status(503, '{"detail":"No models are currently loaded."}')],
    ['generation_failed', status(503, '{"detail":"Completion aborted."}')],
    ['a body of the wrong shape', { headers, body: ['<html>'] }],
  ])('%s does not', async (_, answer) => {
    const { call, server } = await connect({ failures: 1 }, [answer])
    await call()
    await call()
    expect(server.requests).toHaveLength(2)
  })

  test('an abort and a stream that was left do not', async () => {
    const { client, stream, server } = await connect({ failures: 1 }, [{ body: [event(1)], end: 'open' }])
    for await (const _ of await stream()) break
    await (await stream()).cancel()
    const controller = new AbortController()
    const aborted = requestStream(client, { path, body, signal: controller.signal })
    const reading = readAll(await aborted)
    controller.abort('enough')
    await expect(reading).rejects.toBe('enough')
    await (await stream()).cancel()
    expect(server.requests).toHaveLength(4)
  })

  test('success sets the count back, also a stream that was left after an event, and other statuses do not', async () => {
    const left: Answer = { body: [event(1)], end: 'open' }
    const { call, stream, server } = await connect({ rest: 10_000 }, [
      status(500),
      ok,
      status(500),
      left,
      status(500),
      status(422),
      status(500),
    ])
    for (let count = 0; count < 3; count++) await call()
    for await (const _ of await stream()) break
    await call()
    expect((await call()).error).toMatchObject({ status: 422 })
    expect((await call()).error).toMatchObject({ status: 500 })
    expect((await call()).error).toMatchObject(open)
    expect(server.requests).toHaveLength(7)
  })

  test('a stream that was left before its first event does not set the count back', async () => {
    const silent: Answer = { headers: { 'content-type': 'text/event-stream' }, body: [': ping\r\n\r\n'], end: 'open' }
    const { call, stream } = await connect({ rest: 10_000 }, [status(500), silent, status(500)])
    await call()
    await (await stream()).cancel()
    await call()
    expect((await call()).error).toMatchObject(open)
  })

  test('isFailure decides, and leaves what it returns undefined for to the rules', async () => {
    const isFailure = (error: { code: string }) => (error.code === 'validation_error' ? true : undefined)
    const { call, server } = await connect({ failures: 2, isFailure, rest: 10_000 }, [status(422), status(500)])
    await call()
    await call()
    expect((await call()).error).toMatchObject(open)
    const lenient = await connect({ failures: 1, isFailure: () => false }, [status(500)])
    await lenient.call()
    await lenient.call()
    expect([server.requests.length, lenient.server.requests.length]).toEqual([2, 2])
  })

  test('isFailure that throws leaves the decision to the rules, and the call its error', async () => {
    const isFailure = () => {
      throw new Error('a fault of the rule')
    }
    const { call } = await connect({ failures: 2, isFailure, rest: 10_000 }, [status(422), status(500)])
    for (const code of [422, 500, 500]) expect((await call()).error).toMatchObject({ status: code })
    expect((await call()).error).toMatchObject(open)
  })

  test('a call with all its retries is one failure', async () => {
    const { call, server } = await connect({ failures: 2 }, [status(500), ok])
    const retry = { limit: 1, delay: () => 1, shouldRetry: () => true }
    expect((await call({ retry })).value).toEqual({})
    expect(server.requests).toHaveLength(2)
  })
})

test('a stream that succeeds is read whole through it', async () => {
  const { stream } = await connect({}, [{ body: [event(1), event(2), done] }])
  expect(await readAll(await stream())).toEqual([1, 2])
})

test.each<[object, string]>([
  [{ failures: Number.NaN }, 'failures'],
  [{ failures: 0 }, 'failures'],
  [{ failures: 1.5 }, 'failures'],
  [{ failures: '5' }, 'failures'],
  [{ rest: -1 }, 'rest'],
  [{ rest: Number.NaN }, 'rest'],
  [{ rest: Infinity }, 'rest'],
  [{ isFailure: true }, 'isFailure'],
  [{ onChange: 'log' }, 'onChange'],
  [[], 'options'],
])('%o is refused by name', (options, name) => {
  expect(() => createBreaker(options)).toThrow(
    expect.objectContaining({ code: 'request_refused', message: expect.stringContaining(name) as unknown }),
  )
})

test('the least values are taken', async () => {
  const { call } = await connect({ failures: 1, rest: 0 }, [status(500), ok])
  await call()
  expect((await call()).value).toEqual({})
})
