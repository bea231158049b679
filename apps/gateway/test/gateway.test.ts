import { request as sendRaw } from 'node:http'
import { createDemoWorld } from '@tabby/emulator'
import { describe, expect, test } from 'vitest'
import { ask, openGateway } from './serve-gateway.js'

const slow = { settings: { speed: { tokensPerSecond: 50 } } }

test("OpenAI's client streams through it, and is told the id of its request", async () => {
  const { open, waitForLine } = await openGateway()
  const { data, response } = await open()
    .chat.completions.create({ ...ask(), stream: true })
    .withResponse()
  const chunks: unknown[] = []
  for await (const chunk of data) chunks.push(chunk)
  expect(chunks.length).toBeGreaterThan(2)
  const id = response.headers.get('x-request-id')
  expect(id).toMatch(/^req_[\da-f]{32}$/)
  expect(await waitForLine()).toMatchObject({ requestId: id, status: 200, model: 'demo-8b-exl3', completionTokens: 3 })
})

test('an id that the caller gives is kept, if it is one', async () => {
  const { url } = await openGateway()
  const read = async (id: string) =>
    (await fetch(`${url}/healthz`, { headers: { 'x-request-id': id } })).headers.get('x-request-id')
  expect(await read('trace-17')).toBe('trace-17')
  expect(await read('"><script>')).toMatch(/^req_/)
})

test.each([true, false])('a caller that leaves stops the model, with stream: %o', async (stream) => {
  const { open, emulators, waitForLine } = await openGateway({ emulators: [slow] })
  const controller = new AbortController()
  const { signal } = controller
  const call = open().chat.completions.create({ ...ask('[[len:500]]', { max_tokens: 500 }), stream }, { signal })
  const findCall = () => emulators[0]!.journal.find(({ method }) => method === 'POST')
  await expect.poll(findCall).toBeDefined()
  if (stream) await call
  controller.abort()
  await call.catch(() => {})
  const entry = findCall()!
  await expect.poll(() => entry.leftAfterMilliseconds).toBeLessThan(5000)
  expect(await waitForLine(({ left }) => left === true)).toMatchObject({ left: true })
})

test('the models of all servers are listed, and each request goes where its model is', async () => {
  const other = { models: [{ name: 'other-7b', template: 'x' }], loaded: { model: 'other-7b' } }
  const { open, emulators } = await openGateway({
    emulators: [{}, { world: other }],
    models: { 'gpt-4o-mini': 'other-7b' },
  })
  const ids = (await open().models.list()).data.map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining(['gpt-4o-mini', 'demo-8b-exl3', 'other-7b']))
  for (let round = 0; round < 3; round++) {
    expect((await open().chat.completions.create(ask('a', { model: 'gpt-4o-mini' }))).model).toBe('other-7b')
    expect((await open().chat.completions.create(ask('a', { model: 'demo-8b-exl3' }))).model).toBe('demo-8b-exl3')
  }
  // Its own client asks again after a 503, but not after this.
  await expect(
    open('none', { maxRetries: 2 }).chat.completions.create(ask('a', { model: 'gpt-5' })),
  ).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
    param: 'model',
    message: expect.not.stringMatching(/other-7b|demo-8b/) as unknown,
  })
  expect(emulators.map(({ journal }) => journal.filter(({ method }) => method === 'POST').length)).toEqual([3, 3])
})

test('a server that is gone is left out, and health tells', async () => {
  const { open, url, servers } = await openGateway({ emulators: [{}, {}] })
  expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ status: 'ok', servers: 2 })
  await servers[0]!.close()
  for (let round = 0; round < 4; round++) expect((await open().chat.completions.create(ask())).choices).toHaveLength(1)
  expect((await open().models.list()).data.length).toBeGreaterThan(0)
  await servers[1]!.close()
  await expect(open().chat.completions.create(ask())).rejects.toMatchObject({ status: expect.any(Number) as number })
  await expect.poll(async () => (await fetch(`${url}/healthz`)).status).toBe(503)
  const { status, headers } = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(ask()) })
  expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true])
})

test('metrics are there for Prometheus, without what callers invent', async () => {
  const { open, url, waitForLine } = await openGateway()
  await open().chat.completions.create(ask('A secret prompt'))
  await open()
    .chat.completions.create(ask('a', { model: 'an-invented-model' }))
    .catch(() => {})
  await waitForLine(({ status }) => status !== 200)
  const text = await (await fetch(`${url}/metrics`)).text()
  expect(text).toMatch(/^gen_ai_client_inference_duration.*_count\{.*demo-8b-exl3.*\} 1/m)
  expect(text).toMatch(/^tabby_gateway_requests_total\{status="200".*\} 1/m)
  expect(text).toMatch(/^tabby_gateway_server_up\{server="http:\/\/127\.0\.0\.1:\d+".*\} 1/m)
  expect(text).not.toMatch(/secret|invented/)
})

test('what changes a server is refused, and so is what does not exist', async () => {
  const { url, emulators } = await openGateway()
  const paths = ['/v1/model/load', '/v1/model/unload', '/v1/lora/load', '/v1/template/switch', '/v1/download']
  for (const path of paths) {
    const answer = await fetch(url + path, { method: 'POST', body: '{}' })
    const { error } = (await answer.json()) as { error: { code: string } }
    expect([answer.status, error.code]).toEqual([403, 'permission_error'])
  }
  expect((await fetch(`${url}/v1/nothing`)).status).toBe(404)
  expect(emulators[0]!.journal.filter(({ method }) => method === 'POST')).toEqual([])
})

describe('limits of a request', () => {
  test.each([true, false])('a body over the limit is refused, with a length: %o', async (hasLength) => {
    const { url, emulators } = await openGateway({ maxBody: 1000 })
    const send = (length: number) =>
      new Promise<number>((resolve, reject) => {
        const body = JSON.stringify(ask('a'.repeat(length)))
        const headers = hasLength ? { 'content-length': Buffer.byteLength(body) } : { 'transfer-encoding': 'chunked' }
        const request = sendRaw(`${url}/v1/chat/completions`, { method: 'POST', headers }, (response) =>
          resolve(response.resume().statusCode!),
        )
        request.on('error', reject).end(body)
      })
    expect(await send(2000)).toBe(413)
    expect(await send(500)).toBe(200)
    expect(emulators[0]!.journal.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  test('headers over 16 KiB are refused', async () => {
    const { url } = await openGateway()
    expect((await fetch(`${url}/healthz`, { headers: { x: 'a'.repeat(20_000) } })).status).toBe(431)
    expect((await fetch(`${url}/healthz`, { headers: { x: 'a'.repeat(10_000) } })).status).toBe(200)
  })
})

describe('pages', () => {
  test('of a listed origin may call, and of no other', async () => {
    const { url } = await openGateway({ cors: ['https://chat.example'], keys: { a: {} } })
    const preflight = async (origin: string) =>
      fetch(`${url}/v1/chat/completions`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      })
    const allowed = await preflight('https://chat.example')
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://chat.example'])
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    const refused = await fetch(`${url}/v1/models`, { headers: { origin: 'https://chat.example' } })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, 'https://chat.example'])
    expect(refused.headers.get('access-control-expose-headers')).toContain('x-request-id')
  })

  test('without a list none may', async () => {
    const { url } = await openGateway()
    const answer = await fetch(`${url}/v1/models`, { headers: { origin: 'https://chat.example' } })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

test('defaults are those of the settings', async () => {
  const { open, emulators } = await openGateway({ defaults: { min_p: 0.2 } })
  await open().chat.completions.create(ask())
  const sent = emulators[0]!.journal.find(({ method }) => method === 'POST')!
  expect(JSON.parse(sent.body!)).toMatchObject({ min_p: 0.2 })
})

test('the log has no key and no text of a conversation', async () => {
  const { open, lines, secrets, waitForLine } = await openGateway({
    keys: { alice: {} },
    emulators: [{ world: { ...createDemoWorld(), conversation: [{ when: 'question', answer: 'A private answer' }] } }],
  })
  await open(secrets['alice']).chat.completions.create(ask('A private question'))
  expect(await waitForLine()).toMatchObject({ key: 'alice', path: '/v1/chat/completions', method: 'POST' })
  expect(JSON.stringify(lines)).not.toMatch(/private|sk-tabby/)
})

test('no more generations than allowed run at once on a server, and too many that wait are refused', async () => {
  const { open, emulators } = await openGateway({ emulators: [slow], concurrency: 1, maxQueued: 1 })
  const create = () => open().chat.completions.create(ask('[[len:10]]', { max_tokens: 10 }))
  const results = await Promise.allSettled([create(), create(), create()])
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toMatchObject([{ reason: { status: 429, headers: expect.anything() as unknown } }])
  expect((refused[0]!.reason as { headers: Headers }).headers.get('retry-after')).toBe('1')
  const [first, second] = emulators[0]!.journal.filter(({ method }) => method === 'POST')
  const getBegin = (entry: typeof first) => Date.parse(entry!.time)
  expect(getBegin(second) - getBegin(first)).toBeGreaterThanOrEqual(first!.endedAfterMilliseconds! - 2)
})

test('a server that fails again and again rests, and the log says so', async () => {
  const faults = [{ path: '/v1/chat', effect: { kind: 'status' as const, status: 500 } }]
  const { open, emulators, lines } = await openGateway({ emulators: [{ faults }] })
  for (let count = 0; count < 8; count++) {
    await open()
      .chat.completions.create(ask())
      .catch(() => {})
  }
  expect(emulators[0]!.journal.filter(({ method }) => method === 'POST')).toHaveLength(5)
  expect(lines).toContainEqual(expect.objectContaining({ message: 'breaker', state: 'open' }))
  await expect(open().chat.completions.create(ask())).rejects.toMatchObject({ status: 503 })
})

describe('drain', () => {
  test('lets streams end, takes no more requests, and then ends', async () => {
    const { open, gateway, url } = await openGateway({ emulators: [slow], drain: 5000 })
    const stream = await open().chat.completions.create({ ...ask('[[len:15]]', { max_tokens: 15 }), stream: true })
    let chunks = 0
    let ended: Promise<void> | undefined
    for await (const _ of stream) {
      if (++chunks === 3) ended = gateway.drain()
    }
    expect(chunks).toBeGreaterThan(10)
    await ended
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed')
  })

  test('ends streams that take longer', async () => {
    const { open, gateway } = await openGateway({ emulators: [slow], drain: 100 })
    const stream = await open().chat.completions.create({ ...ask('[[len:500]]', { max_tokens: 500 }), stream: true })
    const begin = performance.now()
    const reading = (async () => {
      for await (const _ of stream);
    })()
    await Promise.all([gateway.drain(), expect(reading).rejects.toThrow('terminated')])
    expect(performance.now() - begin).toBeLessThan(2000)
  })
})
