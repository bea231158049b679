import { createTabbyClient, requestStream, type TabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { getModel } from './get-model.js'
import { loadModel } from './load-model.js'
import type { LoadModelParams } from './load-model-params.js'
import type { ModelLoadProgress } from './read-load-progress.js'
import { streamModelLoad } from './stream-model-load.js'

async function listSteps(client: TabbyClient, params: LoadModelParams): Promise<ModelLoadProgress[]> {
  const steps: ModelLoadProgress[] = []
  for await (const step of await streamModelLoad(client, params)) steps.push(step)
  return steps
}

test('a load of one part counts its modules', async () => {
  const steps = await listSteps(await serveWorld(), { model_name: 'large' })
  expect(steps[0]).toEqual({
    model_type: 'model',
    module: 1,
    modules: 12,
    status: 'processing',
    fraction: 1 / 12,
    alreadyLoaded: false,
  })
  expect(steps.map(({ fraction }) => Math.round(fraction * 12))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12])
  expect(steps.at(-1)).toMatchObject({ status: 'finished', fraction: 1 })
})

test.each([
  ['a vision part', { model_name: 'seeing' }, { vision: 1 / 9, model: 1 }],
  ['a draft model', { model_name: 'large', draft_model: { draft_model_name: 'draft' } }, { draft: 1 / 9, model: 1 }],
  [
    'both',
    { model_name: 'seeing', draft_model: { draft_model_name: 'draft' } },
    { vision: 1 / 10, draft: 2 / 10, model: 1 },
  ],
])('a load with %s ends each part at its share of the whole', async (_title, params, shares) => {
  const steps = await listSteps(await serveWorld(), params)
  const ends = steps.filter(({ status }) => status === 'finished').map((step) => [step.model_type, step.fraction])
  expect(ends.map(([type]) => type)).toEqual(Object.keys(shares))
  for (const [type, fraction] of ends) expect(fraction).toBeCloseTo(shares[type as keyof typeof shares]!, 12)
  expect(steps.some(({ alreadyLoaded }) => alreadyLoaded)).toBe(false)
})

test("a draft model of the server's own configuration takes its share from what is left", async () => {
  const finished = { module: 1, modules: 1, status: 'finished' }
  const event = (part: object) => `data: ${JSON.stringify({ ...finished, ...part })}\r\n\r\n`
  const parts = [{ model_type: 'vision' }, { model_type: 'draft' }, { model_type: 'more' }, {}]
  const server = await serveAnswers({ body: parts.map(event) })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  const steps = await listSteps(client, { model_name: 'seeing' })
  expect(steps.map(({ model_type }) => model_type)).toEqual(['vision', 'draft', 'more', 'model'])
  const fractions = steps.map(({ fraction }) => fraction)
  expect(fractions).toEqual([...fractions].sort())
  expect(fractions[1]).toBeCloseTo(1 / 9 + 8 / 81, 12)
  expect(fractions[3]).toBe(1)
  expect(steps[3]?.alreadyLoaded).toBe(false)
})

test('odd counts of modules never bring the fraction out of its range or backwards', async () => {
  const counts = [
    [5, 4],
    [1, 4],
    [0, 0],
    [3, 0],
    [2, 4],
  ]
  const body = counts.map(([module, modules]) => {
    return `data: {"module":${module},"modules":${modules},"status":"new"}\r\n\r\n`
  })
  const server = await serveAnswers({ body: [...body, 'data: {"module":4,"modules":4,"status":"finished"}\r\n\r\n'] })
  onTestFinished(() => server.close())
  const steps = await listSteps(createTabbyClient({ baseUrl: server.url, adminKey }), { model_name: 'small' })
  expect(steps.map(({ fraction }) => fraction)).toEqual([1, 1, 1, 1, 1, 1])
})

test('a model that is loaded already says so in each step', async () => {
  const steps = await listSteps(await serveWorld(), { model_name: 'small', cache_size: 8192 })
  expect(steps.map(({ status, fraction, alreadyLoaded }) => [status, fraction, alreadyLoaded])).toEqual([
    ['processing', 1, true],
    ['finished', 1, true],
  ])
})

test("a load that waits for a generation is kept alive by pings, whatever the client's eventTimeout", async () => {
  const client = (await serveWorld(undefined, { pingSeconds: 0.02 })).extend({ eventTimeout: 100 })
  const answer = await requestStream(client, {
    path: '/v1/completions',
    body: { prompt: '[[len:40]] [[delay:0.02]] Hello', max_tokens: 40, stream: true },
    // What is under test is the timeout of the load: a busy machine may be slow with a token.
    eventTimeout: 10_000,
  })
  await answer.next()
  const load = await streamModelLoad(client, { model_name: 'large' })
  const begin = performance.now()
  const reading = load.next()
  while (!(await answer.next()).done) continue
  expect((await reading).value).toMatchObject({ module: 1, modules: 12 })
  expect(performance.now() - begin).toBeGreaterThan(150)
  await load.cancel()
})

test('a eventTimeout of the call itself ends a load that only pings', async () => {
  const pings = Array.from({ length: 50 }, () => [': ping\r\n\r\n', 20]).flat()
  const server = await serveAnswers({ body: pings, end: 'open' })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  const load = await streamModelLoad(client, { model_name: 'small' }, { eventTimeout: 100 })
  await expect(load.next()).rejects.toMatchObject({ name: 'TabbyTimeoutError', timeout: 'eventTimeout', limit: 100 })
})

test('an abort whose reason is the failure of another load throws just that', async () => {
  const client = await serveWorld()
  const reason = await loadModel(client, { model_name: 'too-large' }).catch((error) => error)
  expect(reason).toMatchObject({ reason: 'server-error' })
  const controller = new AbortController()
  const steps = await streamModelLoad(client, { model_name: 'large' }, { signal: controller.signal })
  controller.abort(reason)
  await expect(steps.next()).rejects.toBe(reason)
})

test('leaving the loop closes the connection, and the load goes on at the server', async () => {
  const client = await serveWorld()
  for await (const step of await streamModelLoad(client, { model_name: 'large' })) {
    expect(step.module).toBe(1)
    break
  }
  await expect(getModel(client, { retry: false })).rejects.toMatchObject({ code: 'no_model_loaded' })
  await expect
    .poll(() => getModel(client, { retry: false }).catch(() => {}), { timeout: 5000 })
    .toMatchObject({
      id: 'large',
    })
})

test('an event of another shape is an error', async () => {
  const server = await serveAnswers({ body: ['data: {"choices":[]}\r\n\r\n'] })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  await expect(listSteps(client, { model_name: 'small' })).rejects.toMatchObject({ reason: 'invalid-event' })
})

test.each([
  [
    'an api key alone',
    { apiKey },
    'Please provide an admin key (the client has no adminKey; if its apiKey is an admin key, give it as adminKey)',
  ],
  ['an api key where the admin key belongs', { adminKey: apiKey }, 'Invalid admin key'],
])('%s cannot load', async (_title, keys, words) => {
  const client = await serveWorld(keys)
  await expect(streamModelLoad(client, { model_name: 'large' })).rejects.toMatchObject({
    code: 'authentication_error',
    status: 401,
    message: expect.stringContaining(words),
  })
})

test('a field of the wrong type is refused with its name', async () => {
  const client = await serveWorld()
  const params = { model_name: 'large', max_seq_len: 'many', draft_model: {} } as never
  await expect(streamModelLoad(client, params)).rejects.toMatchObject({
    code: 'validation_error',
    issues: [{ loc: ['body', 'max_seq_len'] }, { loc: ['body', 'draft_model', 'draft_model_name'] }],
  })
})

test('undefined is left out; null, zero, false and unknown fields are sent', async () => {
  const server = await serveAnswers({ body: ['data: {"module":5,"modules":5,"status":"finished"}\r\n\r\n'] })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  const sent = { model_name: 'small', rope_alpha: null, rope_scale: 0, vision: false, gpu_split: [], new_field: {} }
  await listSteps(client, { ...sent, max_seq_len: undefined })
  expect(JSON.parse(server.requests[0]!.body)).toEqual(sent)
})
