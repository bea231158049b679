import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createEmulator, readWorld } from '../src/index.js'

const apiKey = 'tabby-api-key-0000000000000000'
const adminKey = 'tabby-admin-key-11111111111111'

/** Every combination of key headers that was tried on the real server. */
const combinations: Record<string, Record<string, string>> = {
  'bearer api': { authorization: `Bearer ${apiKey}` },
  'bearer admin': { authorization: `Bearer ${adminKey}` },
  'x-api-key api': { 'x-api-key': apiKey },
  'x-api-key admin': { 'x-api-key': adminKey },
  'x-admin-key admin': { 'x-admin-key': adminKey },
  'x-admin-key api': { 'x-admin-key': apiKey },
  'bearer api, x-admin-key admin': { authorization: `Bearer ${apiKey}`, 'x-admin-key': adminKey },
  'x-api-key api, x-admin-key admin': { 'x-api-key': apiKey, 'x-admin-key': adminKey },
  'bearer api, x-admin-key wrong': { authorization: `Bearer ${apiKey}`, 'x-admin-key': 'wrong' },
  'bearer admin, x-api-key wrong': { authorization: `Bearer ${adminKey}`, 'x-api-key': 'wrong' },
  'bearer admin, x-api-key api': { authorization: `Bearer ${adminKey}`, 'x-api-key': apiKey },
  'bearer admin, x-api-key empty': { authorization: `Bearer ${adminKey}`, 'x-api-key': '' },
  none: {},
  'bearer wrong': { authorization: 'Bearer wrong' },
  'x-api-key wrong': { 'x-api-key': 'wrong' },
  'x-admin-key wrong': { 'x-admin-key': 'wrong' },
  'bare key in authorization': { authorization: apiKey },
  basic: { authorization: `Basic ${apiKey}` },
  'lower-case bearer': { authorization: `bearer ${apiKey}` },
  'bearer without key': { authorization: 'Bearer' },
  'bearer, two blanks': { authorization: `Bearer  ${apiKey}` },
  'Bearer inside x-api-key': { 'x-api-key': `Bearer ${apiKey}` },
}

/** Statuses in the order of the combinations above. */
const statuses = {
  list: [200, 200, 200, 200, 401, 401, 200, 200, 500, 401, 200, 500, 401, 401, 401, 401, 401, 401, 200, 401, 401, 401],
  api: [200, 200, 200, 200, 401, 401, 200, 200, 200, 401, 200, 200, 401, 401, 401, 401, 401, 401, 200, 401, 401, 401],
  permission: [
    200, 200, 200, 200, 401, 401, 200, 200, 400, 401, 200, 400, 401, 401, 401, 401, 401, 401, 200, 401, 401, 401,
  ],
  open: Array.from({ length: 22 }, () => 200),
  admin: [401, 0, 401, 401, 0, 401, 0, 0, 401, 0, 0, 0, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401],
}

interface Row {
  method?: 'POST' | 'PUT'
  path: string
  kind: keyof typeof statuses
  body?: unknown
  /** What an endpoint answers once the key has passed, where that is not 200. */
  passed?: number
}

const lists = [
  '/v1/models',
  '/v1/model/list',
  '/v1/model/draft/list',
  '/v1/loras',
  '/v1/lora/list',
  '/v1/model/embedding/list',
  '/v1/templates',
  '/v1/template/list',
  '/v1/sampling/overrides',
  '/v1/sampling/override/list',
]
const reads = [
  '/v1/model',
  '/props',
  '/v1/lora',
  '/v1/model/embedding',
  '/api/v1/model',
  '/api/latest/model',
  '/api/v1/config/max_length',
  '/api/v1/config/max_context_length',
  '/api/extra/true_max_context_length',
]
const openStatuses = [
  '/health',
  '/.well-known/serviceinfo',
  '/api/v1/info/version',
  '/api/extra/version',
  '/api/v1/config/soft_prompts_list',
  '/api/v1/config/soft_prompt',
]
const message = { role: 'user', content: 'a [[len:1]]' }
const modelLoaded: Row[] = [
  ...lists.map((path): Row => ({ path, kind: 'list' })),
  ...reads.map((path): Row => ({ path, kind: 'api' })),
  ...openStatuses.map((path): Row => ({ path, kind: 'open' })),
  { path: '/v1/auth/permission', kind: 'permission' },
  { method: 'PUT', path: '/api/v1/config/soft_prompt', kind: 'open' },
  { method: 'POST', path: '/v1/completions', kind: 'api', body: { prompt: 'a [[len:1]]', max_tokens: 2 } },
  { method: 'POST', path: '/v1/chat/completions', kind: 'api', body: { messages: [message] } },
  { method: 'POST', path: '/v1/embeddings', kind: 'api', body: { input: 'a' } },
  { method: 'POST', path: '/v1/token/encode', kind: 'api', body: { text: 'a' } },
  { method: 'POST', path: '/v1/token/decode', kind: 'api', body: { tokens: [1] } },
  { method: 'POST', path: '/api/extra/tokencount', kind: 'api', body: { prompt: 'a' } },
  { method: 'POST', path: '/api/extra/generate/check', kind: 'api', body: { genkey: 'a' } },
  { method: 'POST', path: '/api/extra/abort', kind: 'api', body: { genkey: 'a' } },
  { method: 'POST', path: '/api/v1/generate', kind: 'api', body: { prompt: 'a' }, passed: 503 },
]
const noModel: Row[] = [
  { method: 'POST', path: '/v1/model/load', kind: 'admin', body: {}, passed: 422 },
  { method: 'POST', path: '/v1/model/unload', kind: 'admin', passed: 503 },
  { method: 'POST', path: '/v1/download', kind: 'admin', body: {}, passed: 422 },
  { method: 'POST', path: '/v1/lora/load', kind: 'admin', body: {}, passed: 503 },
  { method: 'POST', path: '/v1/lora/unload', kind: 'admin', passed: 503 },
  { method: 'POST', path: '/v1/model/embedding/load', kind: 'admin', body: {}, passed: 422 },
  { method: 'POST', path: '/v1/model/embedding/unload', kind: 'admin', passed: 503 },
  { method: 'POST', path: '/v1/template/switch', kind: 'admin', body: {}, passed: 503 },
  { method: 'POST', path: '/v1/template/unload', kind: 'admin', passed: 503 },
  { method: 'POST', path: '/v1/sampling/override/switch', kind: 'admin', body: {}, passed: 400 },
  { method: 'POST', path: '/v1/sampling/override/unload', kind: 'admin', passed: 200 },
]

async function ask(file: string, row: Row, keys: Record<string, string>): Promise<Response> {
  const world = readWorld(JSON.parse(readFileSync(new URL(`../worlds/${file}`, import.meta.url), 'utf8')))
  const { method = 'GET', path, body } = row
  return createEmulator({ world, settings: { speed: {} } }).fetch(`http://emulator${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...keys },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

describe.each([
  { file: 'recorded.json', rows: modelLoaded },
  { file: 'recorded.nomodel.json', rows: noModel },
])('keys in the world of $file', ({ file, rows }) => {
  test.each(rows)('opens $path to the combinations of headers that open the real server', async (row) => {
    const expected: Record<string, number> = {}
    const actual: Record<string, number> = {}
    for (const [index, [name, keys]] of Object.entries(combinations).entries()) {
      const status = statuses[row.kind][index] ?? 0
      expected[name] = (status === 200 || status === 0) && row.passed !== undefined ? row.passed : status
      actual[name] = (await ask(file, row, keys)).status
    }
    expect(actual).toEqual(expected)
  })
})

describe('what a list shows', () => {
  const sizes = async (path: string, keys: Record<string, string>): Promise<number> => {
    const answer = (await (await ask('recorded.json', { path, kind: 'list' }, keys)).json()) as { data: unknown[] }
    return answer.data.length
  }

  test('shows every folder to an admin, also to one whose api key comes along', async () => {
    expect(await sizes('/v1/models', combinations['bearer admin'] ?? {})).toBe(11)
    expect(await sizes('/v1/models', combinations['bearer api, x-admin-key admin'] ?? {})).toBe(11)
    expect(await sizes('/v1/model/draft/list', combinations['x-api-key admin'] ?? {})).toBe(2)
  })

  test('shows what is loaded to an api key, which hides an admin key in Authorization', async () => {
    expect(await sizes('/v1/models', combinations['x-api-key api'] ?? {})).toBe(1)
    expect(await sizes('/v1/models', combinations['bearer admin, x-api-key api'] ?? {})).toBe(1)
    expect(await sizes('/v1/model/draft/list', combinations['bearer api'] ?? {})).toBe(0)
  })
})
