import * as fc from 'fast-check'
import type { LiveRequest } from './exchange.js'
import { isHarmless } from './harmless.js'
import { type FieldSchema, listValues } from './interesting-values.js'

/** One thing that is tried on both servers: changes of their state, then a request. */
export interface Case {
  readonly method: string
  readonly path: string
  readonly changes: readonly Change[]
  /** Fields of the body that are not as usual; `undefined` leaves one out. */
  readonly fields: readonly (readonly [name: string, value: unknown])[]
  readonly headers: readonly (readonly [name: string, value: string | undefined])[]
  /** Sent in place of the fields. */
  readonly raw?: string | undefined
}

/** A change of state that an admin can take back. */
export interface Change {
  readonly path: string
  readonly body?: unknown
}

/** What may be sent. */
export interface CaseLimits {
  readonly keys: { readonly api: string; readonly admin: string }
  /** Changes of state are among the cases. */
  readonly mayChange: boolean
  /** The servers are this test's own: whatever breaks a generation, or takes long, may be sent. */
  readonly mayBreak: boolean
  /** A model or an embedding model is loaded, and could be loaded again. */
  readonly unloadable: readonly ('model' | 'embedding')[]
}

const messages = [{ role: 'user', content: 'Say hello.' }]
const generation = { max_tokens: 2 }
const usual: Readonly<Record<string, Record<string, unknown>>> = {
  '/v1/chat/completions': { messages, ...generation },
  '/v1/completions': { prompt: 'Hello', ...generation },
  '/v1/embeddings': { input: 'Hello' },
  '/v1/token/encode': { text: 'Hello' },
  '/v1/token/decode': { tokens: [1, 2] },
  '/api/extra/tokencount': { prompt: 'Hello' },
  '/api/extra/generate/check': { genkey: 'none' },
  '/api/v1/generate': { prompt: 'Hello' },
  '/api/extra/generate/stream': { prompt: 'Hello' },
}

const generating = new Set([
  '/v1/chat/completions',
  '/v1/completions',
  '/api/v1/generate',
  '/api/extra/generate/stream',
])
/** They change what a server holds, or download to it. */
const changing = /\/(?:load|unload|switch|download|abort|soft_prompt)$/

/** The cases that the emulator's own OpenAPI document gives rise to. Each shrinks to what is needed of it. */
export function generateCases(document: any, limits: CaseLimits): fc.Arbitrary<Case> {
  const operations = Object.entries<any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods).flatMap(([method, { requestBody }]) => {
      if (changing.test(path) || (path.includes('generate') && !limits.mayBreak)) return []
      const reference: string = requestBody?.content['application/json'].schema.$ref ?? ''
      const schema = document.components.schemas[reference.split('/').at(-1) ?? '']
      return [{ method: method.toUpperCase(), path, properties: (schema?.properties ?? {}) as Properties }]
    }),
  )
  const shared = {
    headers: generateHeaders(limits),
    changes: limits.mayChange ? generateChanges(limits) : fc.constant([]),
  }
  const plain = operations.map(({ method, path, properties }) =>
    fc.record({
      method: fc.constant(method),
      path: fc.constant(path),
      fields: generateFields(path, properties, limits),
      ...shared,
    }),
  )
  const weighted = plain.map((arbitrary, index) => ({
    arbitrary,
    weight: weigh(operations[index]),
  }))
  const paths = operations.map(({ path }) => path)
  const odd = fc.record({
    method: fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
    path: fc
      .tuple(fc.constantFrom(...paths.filter((path) => !generating.has(path))), fc.constantFrom('', '/', '?a=1', 'x'))
      .map(([path, end]) => path + end),
    fields: fc.constant([]),
    ...shared,
  })
  const bodies = fc.record({
    method: fc.constant('POST'),
    path: fc.constantFrom(...Object.keys(usual).filter((path) => paths.includes(path) || limits.mayBreak)),
    fields: fc.constant([]),
    raw: fc.constantFrom(
      '',
      '{',
      '[]',
      '"x"',
      'null',
      '1',
      '{"a":}',
      '{"a":1,}',
      '[1 2]',
      '{"a":NaN',
      '{"a":"\\x"}',
      '{} x',
    ),
    ...shared,
  })
  return fc.oneof(
    { arbitrary: fc.oneof(...weighted), weight: 8 },
    { arbitrary: odd, weight: 1 },
    { arbitrary: bodies, weight: 1 },
  )
}

type Properties = Readonly<Record<string, FieldSchema>>

/** Generations have by far the most fields, and reads next to nothing to try. */
function weigh(operation: { method: string; path: string } | undefined): number {
  if (generating.has(operation?.path ?? '')) return 12
  return operation?.method === 'GET' ? 1 : 3
}

function generateFields(path: string, properties: Properties, { mayBreak }: CaseLimits): fc.Arbitrary<Case['fields']> {
  const names = Object.keys(properties)
  if (names.length === 0) return fc.constant([])
  const isSent = (name: string, value: unknown): boolean =>
    mayBreak ? !isEndless(name, value) : !generating.has(path) || isHarmless(name, value)
  const fields = names.map((name) => {
    const values = listValues(name, properties[name] ?? {}).filter((one) => isSent(name, one))
    // Without its limit a generation would fill the context.
    const all = name === 'max_tokens' || values.length === 0 ? values : [...values, undefined]
    return fc.tuple(fc.constant(name), fc.constantFrom(...(all.length > 0 ? all : ['x'])))
  })
  const some = fc.uniqueArray(fc.oneof(...fields), { selector: ([name]) => name, maxLength: 4 })
  if (!names.includes('stream')) return some
  const streamed = fc.oneof({ withCrossShrink: true }, fc.constant(undefined), fc.constant(true))
  return fc.tuple(streamed, some).map(([stream, all]) => (stream ? [...all, ['stream', stream] as const] : all))
}

/** Takes as long as the context is, or never ends. */
function isEndless(name: string, value: unknown): boolean {
  if (['max_tokens', 'min_tokens'].includes(name)) return value === 0 || value === null
  return name === 'prompt' && Array.isArray(value) && value.length === 0
}

function generateHeaders({ keys }: CaseLimits): fc.Arbitrary<Case['headers']> {
  const [api, admin] = [keys.api || 'none', keys.admin || 'none']
  const key = fc.constantFrom(
    { authorization: undefined },
    { authorization: 'Bearer wrong' },
    { authorization: api },
    { authorization: `bearer ${api}` },
    { authorization: `Basic ${api}` },
    { authorization: undefined, 'x-api-key': api },
    { authorization: undefined, 'x-api-key': admin },
    { authorization: undefined, 'x-admin-key': admin },
    { 'x-api-key': 'wrong' },
    { 'x-api-key': '' },
    { 'x-admin-key': 'wrong' },
    { 'x-admin-key': admin },
    { authorization: `Bearer ${admin}` },
  )
  const other = fc.constantFrom(
    { origin: 'https://a.example' },
    { accept: 'text/html' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x+json' },
    { 'content-type': 'application/json; charset=latin1' },
  )
  const none = fc.constant({})
  return fc
    .tuple(sometimes(none, key), sometimes(none, other))
    .map((some) => some.flatMap((one) => Object.entries<string | undefined>(one)))
}

const overrides: readonly Change[] = [
  { temperature: { override: 0.5 } },
  { n: { override: 2 } },
  { max_tokens: { override: 1, force: true } },
  { stop: { override: ['x'], force: true, additive: true } },
  { temperature: 1.5 },
].map((body) => ({ path: '/v1/sampling/override/switch', body: { overrides: body } }))

function generateChanges({ unloadable }: CaseLimits): fc.Arbitrary<readonly Change[]> {
  const light = fc.constantFrom(
    ...overrides,
    { path: '/v1/sampling/override/unload' },
    { path: '/v1/sampling/override/switch', body: { preset: 'no such preset' } },
    { path: '/v1/model/load', body: { model_name: 'no-such-model' } },
    { path: '/v1/model/load', body: { model_name: 5 } },
  )
  const heavy = unloadable.map((kind) => ({ path: `/v1/model/${kind === 'model' ? '' : 'embedding/'}unload` }))
  const change =
    heavy.length === 0
      ? light
      : fc.oneof({ arbitrary: light, weight: 20 }, { arbitrary: fc.constantFrom(...heavy), weight: 1 })
  return sometimes(fc.constant([]), fc.array(change, { minLength: 1, maxLength: 2 }))
}

/** The first most of the time, and whenever it shows the same difference. */
function sometimes<Usual, Odd>(plain: fc.Arbitrary<Usual>, odd: fc.Arbitrary<Odd>): fc.Arbitrary<Usual | Odd> {
  return fc.oneof({ withCrossShrink: true }, { arbitrary: plain, weight: 5 }, { arbitrary: odd, weight: 1 })
}

/** The request of a case. */
export function toRequest({ method, path, fields, headers, raw }: Case, { keys }: CaseLimits): LiveRequest {
  const key = keys.api || keys.admin
  const sent: Record<string, string> = {
    ...(method === 'GET' || method === 'HEAD' ? {} : { 'content-type': 'application/json' }),
    ...(key ? { authorization: `Bearer ${key}` } : {}),
  }
  for (const [name, value] of headers) {
    if (value === undefined) delete sent[name]
    else sent[name] = value
  }
  if (method === 'GET' || method === 'HEAD') return { method, path, headers: sent }
  const body = { ...usual[path], ...Object.fromEntries(fields) }
  return { method, path, headers: sent, body: raw ?? JSON.stringify(body) }
}
