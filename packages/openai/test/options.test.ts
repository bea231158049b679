import {
  createTabbyClient,
  type TabbyContext,
  TabbyError,
  TabbyRequestError,
  type TabbyRequestFailure,
  wrapTabbyClient,
} from '@tabby/core'
import { serveEmulator } from '@tabby/emulator/testing'
import OpenAI from 'openai'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createOpenAIFetch, createOpenAIHandler } from '../src/index.js'
import { openOpenAI, ways } from './serve-openai.js'

const messages = [{ role: 'user' as const, content: 'Hello' }]
const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:1' })
const careless = (value: unknown) => value as never

describe.each([createOpenAIHandler, createOpenAIFetch])('%o', (create) => {
  test.each([
    [{ models: { a: '' } }, /models/],
    [{ models: { a: 5 } }, /models/],
    [{ models: { '': 'a' } }, /models/],
    [{ models: null }, /models must be an object/],
    [{ models: 'a' }, /models must be an object/],
    [{ models: ['a'] }, /models must be an object/],
    [{ defaults: [] }, /defaults must be an object/],
    [{ defaults: { messages: [] } }, /defaults must not contain messages/],
    [{ defaults: { stream: true } }, /defaults must not contain stream/],
    [{ defaults: 5 }, /defaults must be an object/],
    [{ authorize: true }, /authorize must be a function/],
  ])('refuses %o by name', (options, message) => {
    expect(() => create(client, careless(options))).toThrow(TabbyRequestError)
    expect(() => create(client, careless(options))).toThrow(message)
  })

  test.each([undefined, null, {}, 'http://127.0.0.1:5000'])('refuses %o as a client', (value) => {
    expect(() => create(careless(value))).toThrow(/the first argument must be a client/)
  })

  test('takes options that are null as left out', () => {
    expect(create(client, careless(null))).toBeTypeOf('function')
  })
})

describe.each(ways)('%s', (way) => {
  test('the key of the caller is never passed on, and the one of the client is', async () => {
    const { ways: clients, emulator } = await openOpenAI({
      emulator: { keys: { api: ['the-key-of-the-server'], admin: ['an-admin-key'] } },
      client: { apiKey: 'the-key-of-the-server' },
    })
    const openai = clients[way]
    await openai.chat.completions.create(
      { model: '', messages, max_tokens: 2 },
      { headers: { 'x-api-key': 'another' } },
    )
    await openai.completions.create({ model: '', prompt: 'Hello' })
    await openai.embeddings.create({ model: '', input: 'Hello' })
    await openai.models.list()
    await openai.responses.create({ input: 'Hello' })
    expect(emulator.journal).toHaveLength(5)
    for (const { headers } of emulator.journal) {
      expect(headers['x-api-key']).toBe('the-key-of-the-server')
      expect(headers).not.toHaveProperty('authorization')
      expect(JSON.stringify(headers)).not.toMatch(/the-key-of-the-caller|another|stainless/)
    }
  })

  test('models: a name stands for a model, is listed, and can be asked for', async () => {
    const { ways: clients, getBodies } = await openOpenAI({ handler: { models: { 'gpt-4o-mini': 'demo-8b-exl3' } } })
    const openai = clients[way]
    const { model } = await openai.chat.completions.create({ model: 'gpt-4o-mini', messages, max_tokens: 2 })
    expect(model).toBe('demo-8b-exl3')
    await openai.chat.completions.create({ model: 'demo-base-3b-exl3', messages, max_tokens: 2 })
    await openai.chat.completions.create({ model: '', messages, max_tokens: 2 })
    await openai.embeddings.create({ model: 'gpt-4o-mini', input: 'a' })
    await openai.completions.create({ model: 'gpt-4o-mini', prompt: 'a' })
    await openai.responses.create({ model: 'gpt-4o-mini', input: 'a' })
    const named = 'demo-8b-exl3'
    expect(getBodies().map((body) => body['model'])).toEqual([
      named,
      'demo-base-3b-exl3',
      undefined,
      named,
      named,
      named,
    ])
    const ids = (await openai.models.list()).data.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['gpt-4o-mini', 'demo-8b-exl3', 'demo-base-3b-exl3']))
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ['gpt-4o-mini', 'demo-8b-exl3']) expect(await openai.models.retrieve(id)).toMatchObject({ id })
    await expect(openai.models.retrieve('gpt-5')).rejects.toMatchObject({ status: 404, code: 'model_not_found' })
  })

  test('defaults: fields of every generation, below those that are sent', async () => {
    const { ways: clients, getBodies } = await openOpenAI({
      handler: { defaults: { min_p: 0.1, temperature: 0.5, max_tokens: 4 } },
    })
    const openai = clients[way]
    await openai.chat.completions.create({ model: '', messages, temperature: 0.9 })
    await openai.chat.completions.create({ model: '', messages, temperature: null, max_completion_tokens: 2 })
    await openai.completions.create({ model: '', prompt: 'a' })
    await openai.responses.create({ input: 'a', temperature: 0.2, max_output_tokens: 3 })
    await openai.embeddings.create({ model: '', input: 'a' })
    expect(getBodies()).toMatchObject([
      { min_p: 0.1, temperature: 0.9, max_tokens: 4 },
      { min_p: 0.1, temperature: 0.5, max_tokens: 2 },
      { min_p: 0.1, temperature: 0.5, max_tokens: 4 },
      { min_p: 0.1, temperature: 0.2, max_tokens: 3 },
      {},
    ])
    expect(getBodies()[4]).not.toHaveProperty('min_p')
  })

  test('a completion without max_tokens has 16 tokens, as with OpenAI', async () => {
    const { ways: clients, getBodies } = await openOpenAI()
    const { choices } = await clients[way].completions.create({ model: '', prompt: 'a' })
    expect(choices[0]!.finish_reason).toBe('length')
    const texts: string[] = []
    const stream = await clients[way].completions.create({ model: '', prompt: 'a', stream: true })
    for await (const {
      choices: [choice],
    } of stream)
      texts.push(choice?.text ?? '')
    expect(texts.join('')).toBe(choices[0]!.text)
    expect(getBodies().map((body) => body['max_tokens'])).toEqual([16, 16])
  })
})

describe('authorize', () => {
  /** A handler whose client remembers the context of its calls. */
  async function openAuthorized(authorize: (request: Request) => unknown) {
    const { url, emulator } = await serveEmulator({ journal: 10, closeWith: onTestFinished })
    const contexts: (TabbyContext | undefined)[] = []
    const wrapped = wrapTabbyClient(createTabbyClient({ baseUrl: url }), (send) => (request) => {
      contexts.push(request.context)
      return send(request)
    })
    const fetch = createOpenAIFetch(wrapped, { authorize: careless(authorize) })
    const openai = new OpenAI({ baseURL: 'http://tabby/v1', apiKey: 'sk-1', fetch, maxRetries: 0 })
    return { openai, contexts, emulator, fetch }
  }
  const create = (openai: OpenAI) => openai.chat.completions.create({ model: '', messages, max_tokens: 2 })

  test('what it returns is the context of the calls', async () => {
    const { openai, contexts } = await openAuthorized(async (request) => ({
      session: request.headers.get('authorization')?.slice(7),
    }))
    await create(openai)
    await openai.models.list()
    expect(contexts).toEqual([{ session: 'sk-1' }, { session: 'sk-1' }])
  })

  test('its response refuses', async () => {
    const refusal = { error: { message: 'Who are you?', type: 'authentication_error', param: null, code: null } }
    const { openai, emulator } = await openAuthorized(() => Response.json(refusal, { status: 401 }))
    await expect(create(openai)).rejects.toMatchObject({ status: 401, message: '401 Who are you?' })
    expect(emulator.journal).toHaveLength(0)
  })

  test.each([false, true, undefined, null, 'yes', []])('%o is no permission', async (value) => {
    const { openai, emulator } = await openAuthorized(() => value)
    await expect(create(openai)).rejects.toMatchObject({ status: 401, code: 'authentication_error' })
    expect(emulator.journal).toHaveLength(0)
  })

  test('what it throws refuses, and is not told unless it is an error of this family', async () => {
    const hidden = await openAuthorized(() => {
      throw new Error('the database at 10.0.0.5 is down')
    })
    const error = await create(hidden.openai).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ status: 500 })
    expect(String(error)).not.toContain('10.0.0.5')
    const told = await openAuthorized(() => {
      throw new TabbyError('permission_error', 'This key may not ask')
    })
    await expect(create(told.openai)).rejects.toMatchObject({ status: 403, code: 'permission_error' })
    expect(hidden.emulator.journal).toHaveLength(0)
  })

  test('it comes before everything else: an unknown path tells a stranger nothing', async () => {
    const { fetch } = await openAuthorized(() => false)
    expect((await fetch('http://tabby/v1/nothing')).status).toBe(401)
  })
})

describe('what a wrapper of the client held back', () => {
  const openHeld = (reason: TabbyRequestFailure, message = 'Wait') =>
    createOpenAIHandler(
      wrapTabbyClient(client, () => async () => {
        throw new TabbyRequestError(message, { reason, retryAfter: 1500 })
      }),
    )
  test.each([
    ['queue-full', 429],
    ['circuit-open', 503],
    ['no-server', 503],
  ] as const)('%s is %i with a time, and may be asked again', async (reason, status) => {
    const response = await openHeld(reason)(new Request('http://x/v1/models'))
    expect(response.status).toBe(status)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(response.headers.has('x-should-retry')).toBe(false)
    expect(await response.json()).toMatchObject({ error: { message: 'Wait', code: 'request_refused' } })
  })

  test('a model that no server has is not found, without the names of others, and is not asked for again', async () => {
    const response = await openHeld('unknown-model', 'they have a-private-model')(new Request('http://x/v1/models'))
    expect(response.status).toBe(404)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(await response.json()).toEqual({
      error: {
        message: 'The model does not exist: GET /v1/models lists those that do',
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    })
  })
})
