import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { serveAnswers } from '@tabby/emulator/testing'
import { afterAll, expect, test } from 'vitest'
import { createTabbyClient, requestJson, requestStream } from '../src/index.js'

// A signal handed to a Request is held weakly: after a collection, abort() did nothing and a stalled stream hung.
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const forget = async () => {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    collectGarbage()
  }
}

/** 50 ms may pass on a busy machine; a connection that is left open is open at the fourth try too. */
const busyMachine = { retry: 3 }

/** What a promise rejects with, looked at from the start, so that it is never unhandled. */
const fail = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  )

const stalled = await serveAnswers({ body: ['data: 1\r\n\r\n'], end: 'open' })
const json = await serveAnswers({ headers: { 'content-type': 'application/json' }, body: ['{'], end: 'open' })
afterAll(() => Promise.all([stalled.close(), json.close()]))

async function openStalled(options: object, request: object) {
  const stream = await requestStream(createTabbyClient({ baseUrl: stalled.url, ...options }), {
    path: '/v1/x',
    body: {},
    ...request,
  })
  await stream.next()
  await forget()
  return { stream, over: stalled.requests.at(-1)!.over }
}

test('an abort is not lost to a garbage collection', async () => {
  const controller = new AbortController()
  const { stream, over } = await openStalled({}, { signal: controller.signal })
  const failure = fail(stream.next())
  await forget()
  controller.abort('enough')
  expect(await failure).toBe('enough')
  expect((await over).clientLeft).toBe(true)
})

test('a timeout that only the signal knows is not lost to a garbage collection', async () => {
  const { stream, over } = await openStalled({}, { signal: AbortSignal.timeout(150) })
  const failure = fail(stream.next())
  await forget()
  expect(await failure).toMatchObject({ name: 'TimeoutError' })
  expect((await over).clientLeft).toBe(true)
})

test.each(['idleTimeout', 'eventTimeout'] as const)('%s is not lost to a garbage collection', async (name) => {
  const { stream, over } = await openStalled({ [name]: 100 }, {})
  const failure = fail(stream.next())
  await forget()
  expect(await failure).toMatchObject({ timeout: name })
  expect((await over).clientLeft).toBe(true)
})

test.each(['timeout', 'signal'] as const)(
  '%s still ends a JSON body that stalls after a garbage collection',
  async (kind) => {
    const controller = new AbortController()
    const client = createTabbyClient({ baseUrl: json.url, timeout: kind === 'timeout' && 150 })
    const failure = fail(requestJson(client, { path: '/v1/x', signal: controller.signal }))
    setTimeout(() => kind === 'signal' && controller.abort('enough'), 150)
    await forget()
    expect(await failure).toEqual(kind === 'signal' ? 'enough' : expect.objectContaining({ timeout: 'timeout' }))
    expect((await json.requests.at(-1)!.over).clientLeft).toBe(true)
  },
)

test.each<[string, (stream: Awaited<ReturnType<typeof openStalled>>['stream']) => Promise<unknown>]>([
  ['return()', (stream) => stream.return()],
  ['cancel()', (stream) => stream.cancel()],
  ['the end of an await using block', (stream) => stream[Symbol.asyncDispose]()],
])('%s still closes the connection after a garbage collection, within 50 ms', busyMachine, async (_, leave) => {
  const { stream, over } = await openStalled({}, {})
  const left = performance.now()
  await leave(stream)
  const { clientLeft, at } = await over
  expect(clientLeft).toBe(true)
  expect(at - left).toBeLessThan(50)
})

test.each(['break', 'throw'])(
  'a %s still closes the connection after a garbage collection in the loop',
  busyMachine,
  async (way) => {
    const stream = await requestStream(createTabbyClient({ baseUrl: stalled.url }), { path: '/v1/x', body: {} })
    const { over } = stalled.requests.at(-1)!
    let left = 0
    const read = async () => {
      for await (const _ of stream) {
        await forget()
        left = performance.now()
        if (way === 'break') break
        throw new Error('enough')
      }
    }
    expect(await fail(read())).toEqual(way === 'break' ? 'no failure' : new Error('enough'))
    const { clientLeft, at } = await over
    expect(clientLeft).toBe(true)
    expect(at - left).toBeLessThan(50)
  },
)
