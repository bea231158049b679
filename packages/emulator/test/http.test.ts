import { describe, expect, test } from 'vitest'
import { createEmulator } from '../src/index.js'

const emulator = createEmulator({ keys: { api: ['user'], admin: ['boss'] } })
const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  emulator.fetch(`http://emulator${path}`, { redirect: 'manual', ...init })
const origin = 'https://app.example'

describe('paths and methods', () => {
  test('redirects a trailing slash with its query, for any method', async () => {
    for (const method of ['GET', 'POST']) {
      const answer = await ask('/v1/models/?limit=1', { method })
      expect([answer.status, answer.headers.get('location')]).toEqual([307, 'http://emulator/v1/models?limit=1'])
    }
  })

  test('reads a path as it is meant, and knows nothing of doubled slashes', async () => {
    expect((await ask('/v1/%6Dodels', { headers: { 'x-api-key': 'user' } })).status).toBe(200)
    expect((await ask('//v1/models')).status).toBe(404)
  })

  test('responds to HEAD with headers alone', async () => {
    const page = await ask('/docs', { method: 'HEAD' })
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    for (const path of ['/docs', '/health', '/nope']) {
      const answer = await ask(path, { method: 'HEAD' })
      expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(10)
      expect(await answer.text()).toBe('')
    }
  })

  test('names the method that is allowed', async () => {
    for (const method of ['HEAD', 'DELETE', 'POST', 'OPTIONS']) {
      const answer = await ask('/v1/models', { method })
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET'])
    }
  })

  test('serves its description without a key', async () => {
    const document = (await (await ask('/openapi.json')).json()) as { paths: Record<string, object> }
    expect(Object.keys(document.paths)).toContain('/v1/chat/completions')
    expect(Object.keys(document.paths['/api/extra/generate/check'] ?? {}).sort()).toEqual(['get', 'post'])
    expect((await ask('/docs')).headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  test('has no Kobold path when Kobold is off', async () => {
    const without = createEmulator({ settings: { kobold: false } })
    expect((await without.fetch('http://emulator/api/v1/model')).status).toBe(404)
  })
})

describe('CORS', () => {
  test('refuses a method that it does not know', async () => {
    const headers = { origin, 'access-control-request-method': 'BREW' }
    const answer = await ask('/v1/models', { method: 'OPTIONS', headers })
    expect([answer.status, await answer.text()]).toEqual([400, 'Disallowed CORS method'])
  })

  test('lets a browser read refusals but not a 500', async () => {
    const refused = await ask('/v1/models', { headers: { origin } })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin])
    const broken = await ask('/v1/models', { headers: { origin, 'x-api-key': 'user', 'x-admin-key': 'wrong' } })
    expect([broken.status, broken.headers.get('access-control-allow-origin')]).toEqual([500, null])
  })
})

describe('bodies', () => {
  const load = (body: string | Uint8Array, headers = {}): Promise<Response> => {
    const sent = { 'x-admin-key': 'boss', 'content-type': 'application/json', ...headers }
    return ask('/v1/model/load', { method: 'POST', headers: sent, body: body as BodyInit })
  }

  test('reports broken JSON before a missing key, and a missing key before a missing field', async () => {
    expect((await load('{', { 'x-admin-key': '' })).status).toBe(422)
    expect((await load('{}', { 'x-admin-key': '' })).status).toBe(401)
    expect((await load('{}')).status).toBe(422)
  })

  test('takes a byte order mark and types that end in +json', async () => {
    expect((await load('\ufeff{"model_name":"nope"}')).status).toBe(400)
    expect((await load('{"model_name":"nope"}', { 'content-type': 'application/x+json; charset=utf-8' })).status).toBe(
      400,
    )
    expect((await load('{"model_name":"nope"}', { 'content-type': 'application/jsonp' })).status).toBe(422)
  })

  test('tells text that is no UTF-8 from text that is no JSON', async () => {
    const answer = await load(new Uint8Array([0x22, 0xff, 0x22]))
    expect([answer.status, await answer.text()]).toEqual([400, '{"detail":"There was an error parsing the body"}'])
  })

  test('asks for a body where one is needed and ignores one where none is', async () => {
    const answer = await load('')
    const detail = [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]
    expect([answer.status, await answer.json()]).toEqual([422, { detail }])
    const headers = { 'x-admin-key': 'boss', 'content-type': 'application/json' }
    expect((await ask('/v1/sampling/override/unload', { method: 'POST', headers, body: '{' })).status).toBe(200)
  })
})
