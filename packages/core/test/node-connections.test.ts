import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { serveAnswers } from '@tabby/emulator/testing'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createTabbyClient, requestJson, requestStream } from '../src/index.js'

interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean
}

/** Gives Node's fetch limits of a second instead of its 300 s, unless a request says otherwise. */
async function shortenNodeLimits() {
  // Node makes its dispatcher with the first fetch.
  await fetch('data:,')
  const dispatchers = globalThis as unknown as Record<symbol, Dispatcher>
  const name = Symbol.for('undici.globalDispatcher.1')
  const usual = dispatchers[name]!
  const impatient: Dispatcher = {
    dispatch: (options, handler) => usual.dispatch({ headersTimeout: 1000, bodyTimeout: 1000, ...options }, handler),
  }
  Object.assign(dispatchers, { [name]: impatient })
  onTestFinished(() => void Object.assign(dispatchers, { [name]: usual }))
}

test('the limits that Node sets to headers and between bytes end a bare fetch, and no call of a client', async () => {
  await shortenNodeLimits()
  const headers = { 'content-type': 'application/json' }
  const lateHeaders = await serveAnswers(async () => {
    await sleep(3500)
    return { headers, body: ['{"ok":true}'] }
  })
  const lateBytes = await serveAnswers({ body: ['data: {"ok":1}\r\n\r\n', 3500, 'data: [DONE]\r\n\r\n'] })
  onTestFinished(() => Promise.all([lateHeaders.close(), lateBytes.close()]).then(() => {}))
  const patient = createTabbyClient({ baseUrl: lateHeaders.url })
  const readStream = async () => {
    const events: unknown[] = []
    for await (const event of await requestStream(createTabbyClient({ baseUrl: lateBytes.url }), { path: '/v1/x' })) {
      events.push(event)
    }
    return events
  }
  const [bareHeaders, bareBytes, answer, events] = await Promise.allSettled([
    fetch(lateHeaders.url),
    fetch(lateBytes.url).then((response) => response.text()),
    requestJson(patient, { path: '/v1/x', operation: 'generate' }),
    readStream(),
  ])
  expect([bareHeaders.status, bareBytes.status]).toEqual(['rejected', 'rejected'])
  expect(answer).toEqual({ status: 'fulfilled', value: { ok: true } })
  expect(events).toEqual({ status: 'fulfilled', value: [{ ok: 1 }] })
})

test('a call that is never repeated works after the server has closed the idle connection', async () => {
  const server = await listen(createEmulator())
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, retry: false })
  const switchTemplate = () =>
    requestJson(client, { path: '/v1/template/switch', access: 'admin', body: { prompt_template_name: 'plain' } })
  await switchTemplate()
  // The server gives an idle connection 5 s (recording keepalive_first).
  await sleep(5100)
  expect(await switchTemplate()).toBeNull()
})
