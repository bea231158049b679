import { createTabbyClient } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { getRecording, serveAnswers, serveEmulator } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { answers, closedUrl, page } from '../test/answers.js'
import { type HealthState, watchHealth, type WatchHealthParams } from './watch-health.js'

const { response } = getRecording('get_.well-known_serviceinfo__noauth')
const info = { ...response, body: [response.body] }

/** A watch that is closed with its test, and what it reported. */
function watch(baseUrl: string, params: WatchHealthParams = {}) {
  const states: HealthState[] = []
  const watched = watchHealth(createTabbyClient({ baseUrl, retry: { limit: 3, delay: () => 1 } }), {
    onChange: (state) => void states.push(state),
    ...params,
  })
  onTestFinished(watched.close)
  return { watched, states }
}

const settle = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test.each([
  [{ interval: 0 }, 'interval must be a number of milliseconds'],
  [{ interval: -1 }, 'interval must be a number of milliseconds'],
  [{ interval: NaN }, 'interval must be a number of milliseconds'],
  [{ interval: '5' }, 'interval must be a number of milliseconds'],
  [{ interval: true }, 'interval must be a number of milliseconds'],
  [{ interval: 2 ** 31 }, 'interval must be a number of milliseconds'],
  [{ interval: Infinity }, 'interval must be a number of milliseconds'],
  [{ onChange: 'log' }, 'onChange must be a function'],
])('%o is refused by name', (params, words) => {
  const client = createTabbyClient({ baseUrl: closedUrl })
  expect(() => watchHealth(client, params as never)).toThrow(`watchHealth: ${words}`)
})

test('a missing client is refused, and the longest interval and null parameters are good ones', async () => {
  expect(() => watchHealth(undefined as never)).toThrow('the first argument must be a client')
  const client = createTabbyClient({ baseUrl: closedUrl })
  watchHealth(client, { interval: 2 ** 31 - 1 }).close()
  watchHealth(client, null as never).close()
  expect(await watch(closedUrl).watched.check()).toMatchObject({ isUp: false })
})

test('a server that stops and starts again is reported each time, and nothing between', async () => {
  const first = await listen(createEmulator())
  const { watched, states } = watch(first.url, { interval: 10 })
  expect(watched.state).toBeUndefined()
  expect(await watched.check()).toEqual({ isUp: true })
  await settle(50)
  expect(states).toEqual([{ isUp: true }])
  await first.close()
  await expect.poll(() => states.length).toBe(2)
  expect(states[1]).toMatchObject({ isUp: false, error: { code: 'connection_error' } })
  // A check after that one has an error of its own.
  expect(watched.state).toMatchObject({ isUp: false, error: { code: 'connection_error' } })
  await settle(50)
  const second = await listen(createEmulator(), { port: first.port })
  onTestFinished(second.close)
  await expect.poll(() => states.map(({ isUp }) => isUp)).toEqual([true, false, true])
})

test('a server whose health is 503 since a crash is up: serviceinfo is asked, once each time and without a key', async () => {
  const { url, emulator } = await serveEmulator({
    keys: { api: ['user'], admin: ['boss'] },
    journal: 10,
    faults: [{ path: '/health', effect: { kind: 'status', status: 503 } }],
    closeWith: onTestFinished,
  })
  const { watched } = watch(url, { interval: false })
  expect(await watched.check()).toEqual({ isUp: true })
  expect(emulator.journal.map(({ method, path, headers }) => [method, path, headers['x-api-key']])).toEqual([
    ['GET', '/.well-known/serviceinfo', undefined],
  ])
})

test.each([
  ['an error page', page(502), 'server_error'],
  ['another program', answers.otherProgram, 'invalid_response'],
])('%s is down, and is not asked again', async (_, answer, code) => {
  const server = await serveAnswers(answer)
  onTestFinished(server.close)
  const { watched, states } = watch(server.url, { interval: false })
  expect(await watched.check()).toMatchObject({ isUp: false, error: { code } })
  expect(states).toHaveLength(1)
  expect(server.requests).toHaveLength(1)
})

test('checks never overlap, and the interval lies between the end of one and the next', async () => {
  let open = 0
  let most = 0
  const times: number[] = []
  const server = await serveAnswers(async () => {
    times.push(performance.now())
    most = Math.max(most, ++open)
    await settle(20)
    open--
    return info
  })
  onTestFinished(server.close)
  const { watched } = watch(server.url, { interval: 30 })
  await Promise.all([watched.check(), watched.check()])
  expect(times).toHaveLength(1)
  await expect.poll(() => times.length).toBeGreaterThan(2)
  watched.close()
  expect(most).toBe(1)
  expect(times[2]! - times[1]!).toBeGreaterThan(45)
})

test('with the interval false it checks at the start, and then when it is asked', async () => {
  const server = await serveAnswers(info)
  onTestFinished(server.close)
  const { watched } = watch(server.url, { interval: false })
  await watched.check()
  await settle(50)
  expect(server.requests).toHaveLength(1)
  await watched.check()
  expect(server.requests).toHaveLength(2)
})

test('after close nothing is sent or reported, and a check that is in progress is aborted', async () => {
  const server = await serveAnswers(answers.silence)
  onTestFinished(server.close)
  const { watched, states } = watch(server.url, { interval: 5 })
  await expect.poll(() => server.requests.length).toBe(1)
  const running = watched.check()
  watched.close()
  await expect(running).rejects.toMatchObject({ code: 'request_refused' })
  await expect(watched.check()).rejects.toThrow('is not watched any more')
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
  await settle(30)
  expect(server.requests).toHaveLength(1)
  expect(states).toEqual([])
  watched[Symbol.dispose]()
})

test.each<[string, () => void]>([
  [
    'throws',
    () => {
      throw new Error('a mistake of the program')
    },
  ],
  ['rejects with', () => Promise.reject(new Error('a mistake of the program'))],
])('what onChange %s is ignored, and the watch goes on', async (_, onChange) => {
  const server = await serveAnswers(info)
  onTestFinished(server.close)
  const { watched } = watch(server.url, { interval: 5, onChange })
  expect(await watched.check()).toEqual({ isUp: true })
  await expect.poll(() => server.requests.length).toBeGreaterThan(2)
})
