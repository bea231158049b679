import { once } from 'node:events'
import { connect } from 'node:net'
import { serveEmulator } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { recordedWorld } from './generation/serve.js'

const keys = { api: ['user'], admin: ['boss'] }

/** The recorded world on a socket, with a sender that is an admin unless it says otherwise. */
async function serve(settings = {}) {
  const { url } = await serveEmulator({ world: recordedWorld(), keys, settings, closeWith: onTestFinished })
  const headers = { authorization: 'Bearer boss', 'content-type': 'application/json' }
  const send = async (path: string, body?: object, more: Record<string, string> = {}) => {
    const method = body ? { method: 'POST', body: JSON.stringify(body) } : {}
    const response = await fetch(url + path, { ...method, headers: { ...headers, ...more } })
    const text = await response.text()
    return { status: response.status, text, headers: response.headers }
  }
  const card = async (): Promise<any> => JSON.parse((await send('/v1/model')).text)
  return { url, send, card, load: (fields: object) => send('/v1/model/load', fields) }
}

/** Sends bytes as they are, and reads what comes until the server closes the connection. */
async function sendRaw(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (part: string) => (answer += part))
  socket.write(text)
  await once(socket, 'close')
  return answer
}

describe('a model', () => {
  test.each([
    ['./stub-plain-3b', 'stub-plain-3b'],
    ['nested-model/../stub-plain-3b', 'stub-plain-3b'],
    ['nested-model/exl3/4.00bpw/', '4.00bpw'],
    ['../models/stub-plain-3b', 'stub-plain-3b'],
    ['../draft-models/stub-draft-1b', 'stub-draft-1b'],
    ['/srv/tabby/models/stub-plain-3b', 'stub-plain-3b'],
  ])('is loaded by the path %s', async (name, id) => {
    const { load, card } = await serve()
    expect((await load({ model_name: name })).text).toContain('"status":"finished"')
    expect(await card()).toMatchObject({ id })
  })

  test.each(['/', '/etc/passwd', '..', '../loras', 'nested-model', 'stub-plain-3b/config.json'])(
    'is thrown out by %s, which is there and is none',
    async (name) => {
      const { load, send } = await serve()
      const { status, text } = await load({ model_name: name })
      expect([status, text]).toEqual([200, expect.stringContaining('Failed to load config.json from ')])
      expect((await send('/v1/model')).status).toBe(503)
    },
  )

  test.each([
    'nope',
    '/nope',
    '/nope/..',
    '/srv/models/nope',
    'nope/../stub-plain-3b',
    '../nope/stub-plain-3b',
    'stub-plain-3b/x',
  ])('stays when %s is not there', async (name) => {
    const { load, card } = await serve()
    expect((await load({ model_name: name })).status).toBe(400)
    expect(await card()).toMatchObject({ id: 'stub-7b-exl3' })
  })

  test('that is loaded already stays, by whatever path', async () => {
    const { load } = await serve()
    expect((await load({ model_name: './stub-7b-exl3/' })).text.match(/"module":\d+/g)).toEqual([
      '"module":1',
      '"module":1',
    ])
  })

  test('that a request names by its path is answered by an api key with inline loading', async () => {
    const { send } = await serve({ inlineModelLoading: true })
    const messages = [{ role: 'user', content: 'Hi' }]
    const ask = (model: string) =>
      send('/v1/chat/completions', { model, messages }, { authorization: 'Bearer user' }).then(({ status }) => status)
    expect(await ask('./stub-7b-exl3/')).toBe(200)
    expect(await ask('stub-plain-3b')).toBe(401)
  })
})

describe('a load', () => {
  test.each([
    [
      { max_seq_len: 4096, cache_size: 1024 },
      { max_seq_len: 1024, cache_size: 1024 },
    ],
    [{ chunk_size: 300 }, { chunk_size: 512 }],
    [{ chunk_size: 256 }, { chunk_size: 256 }],
    [{ prompt_template: '../templates/stubalt' }, { prompt_template: 'stubalt' }],
    [{ draft_model: { draft_model_name: '' } }, { draft: null }],
  ])('with %j is shown as %j', async (fields, shown) => {
    const { load, card } = await serve()
    await load({ model_name: 'stub-plain-3b', ...fields })
    expect((await card()).parameters).toMatchObject(shown)
  })

  test.each([
    ['stub-vision-8b', { vision: false }, { use_vision: true }],
    ['stub-tightcache-7b', { max_seq_len: 256 }, { max_seq_len: 512 }],
  ])('of %s with %j gives way to its own configuration', async (name, fields, shown) => {
    const { load, card } = await serve()
    await load({ model_name: name, ...fields })
    expect((await card()).parameters).toMatchObject(shown)
  })
})

test.each(['stubalt.txt', 'stubalt.jinja2', 'stubalt/', './stubalt', '../templates/stubalt'])(
  'the template %s is found',
  async (name) => {
    const { send, card } = await serve()
    expect((await send('/v1/template/switch', { prompt_template_name: name })).text).toBe('null')
    expect((await card()).parameters.prompt_template).toBe('stubalt')
  },
)

test.each([
  ['nope/../stubalt', 500],
  ['../loras/../templates/stubalt', 200],
])('the template %s leads through folders that are there, or not: %i', async (name, status) => {
  const { send } = await serve()
  expect((await send('/v1/template/switch', { prompt_template_name: name })).status).toBe(status)
})

test.each([
  ['nope/../stub-embed-small', 'Could not find the embedding model path'],
  ['../embedding-models/stub-embed-small', 'is already loaded'],
  ['../models/stub-plain-3b', 'no usable weights in embedding-models/../models/stub-plain-3b'],
  ['stub-embed-small/config.json', 'no usable weights in embedding-models/stub-embed-small/config.json'],
])('the embedding model %s is refused: %s', async (name, words) => {
  const { send } = await serve()
  const { status, text } = await send('/v1/model/embedding/load', { embedding_model_name: name })
  expect([status, text]).toEqual([400, expect.stringContaining(words)])
})

describe('a request', () => {
  test('to the pages of the documentation may be a HEAD', async () => {
    const { url } = await serve()
    for (const path of ['/docs', '/docs/oauth2-redirect', '/redoc', '/openapi.json']) {
      expect((await fetch(url + path, { method: 'HEAD' })).status).toBe(200)
      const refused = await fetch(url + path, { method: 'DELETE' })
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })

  test('is sent on to https when a proxy of this machine says so', async () => {
    const { url } = await serve()
    const headers = { 'x-forwarded-proto': 'https' }
    const { headers: got } = await fetch(`${url}/health/`, { redirect: 'manual', headers })
    expect(got.get('location')).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/health$/)
  })

  test.each(['utf16le', 'utf16be'])('may be written in %s', async (encoding) => {
    const { url } = await serve()
    const body = Buffer.from('{"tokens":[]}', 'utf16le')
    const response = await fetch(`${url}/v1/token/decode`, {
      method: 'POST',
      headers: { 'x-api-key': 'user', 'content-type': 'application/json' },
      body: encoding === 'utf16be' ? body.swap16() : body,
    })
    expect([response.status, await response.text()]).toEqual([200, '{"text":""}'])
  })

  const close = 'connection: close\r\n\r\n'
  test.each([
    ['of the first of two keys', `GET /v1/model HTTP/1.1\r\nx-api-key: user\r\nx-api-key: nope\r\n${close}`, 200],
    ['not of the second', `GET /v1/model HTTP/1.1\r\nx-api-key: nope\r\nx-api-key: user\r\n${close}`, 401],
    ['without a host', `GET /health HTTP/1.1\r\n${close}`, 200],
    ['of a whole address', `GET http://x/health HTTP/1.1\r\nhost: x\r\n${close}`, 200],
    ['with dots', `GET /x/../health HTTP/1.1\r\nhost: x\r\n${close}`, 404],
    ['with encoded dots', `GET /x/%2e%2e/health HTTP/1.1\r\nhost: x\r\n${close}`, 404],
    ['with 100 kB of headers', `GET /health HTTP/1.1\r\nx-big: ${'h'.repeat(100_000)}\r\n${close}`, 200],
    ['with more than anybody sends', `GET /health HTTP/1.1\r\nx-big: ${'h'.repeat(200_000)}\r\n${close}`, 400],
    ['for a WebSocket', 'GET /health HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n', 403],
    ['that offers HTTP/2', 'GET /health HTTP/1.1\r\nconnection: upgrade, close\r\nupgrade: h2c\r\n\r\n', 200],
    [
      'with a body that offers HTTP/2',
      'POST /v1/token/decode HTTP/1.1\r\nx-api-key: user\r\nconnection: upgrade, close\r\nupgrade: h2c\r\n' +
        'content-type: application/json\r\ncontent-length: 13\r\n\r\n{"tokens":[]}',
      200,
    ],
    ['that expects what nobody knows', `GET /health HTTP/1.1\r\nexpect: more\r\n${close}`, 200],
    ['for a tunnel', 'CONNECT x:443 HTTP/1.1\r\nhost: x:443\r\n\r\n', 400],
  ])('%s is answered', async (_title, text, status) => {
    const { url } = await serve()
    expect(await sendRaw(url, text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  test('without a host is redirected to the address of the server', async () => {
    const { url } = await serve()
    expect(await sendRaw(url, `GET /health/ HTTP/1.1\r\n${close}`)).toContain(`location: ${url}/health\r\n`)
  })

  test('shows its permission by an admin key with a scheme, and a scheme without a key is a 500', async () => {
    const { send } = await serve()
    const permission = (shown: string) =>
      send('/v1/auth/permission', undefined, { authorization: 'Bearer user', 'x-admin-key': shown })
    expect((await permission('Bearer boss')).text).toBe('{"permission":"admin"}')
    expect((await permission('bearerboss')).status).toBe(500)
    expect((await permission('nope')).status).toBe(400)
  })
})

describe('Kobold', () => {
  test('has each path of version 1 as the latest too', async () => {
    const { send } = await serve()
    for (const path of [
      'info/version',
      'config/max_length',
      'config/soft_prompts_list',
      'config/soft_prompt',
      'model',
    ]) {
      const [one, latest] = [await send(`/api/v1/${path}`), await send(`/api/latest/${path}`)]
      expect([latest.status, latest.text]).toEqual([200, one.text])
    }
  })

  test('fails for values that it cannot reckon with before it generates', async () => {
    const { send } = await serve()
    for (const fields of [{ min_length: 5, max_length: 2 }, { dynatemp_range: [1] }, { dynatemp_range: 'a' }]) {
      const body = { prompt: 'x', ...fields }
      expect((await send('/api/v1/generate', body)).status).toBe(500)
      expect((await send('/api/extra/generate/stream', body)).status).toBe(500)
    }
  })
})

test.each([
  ['logit_bias', { '1': 1 }, 200],
  ['logit_bias', { a: 1 }, 422],
  ['mirostat', 'x', 422],
  ['max_temp', 0, 200],
])('the field %s with %j is a %i', async (field, value, status) => {
  const { send } = await serve()
  const body = { messages: [{ role: 'user', content: '[[len:1]]' }], [field]: value }
  expect((await send('/v1/chat/completions', body)).status).toBe(status)
})
