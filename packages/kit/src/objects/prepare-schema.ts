import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '../deltas/is-record.js'

/**
 * What a keyword of JSON schema takes.
 *
 * - `schema`, `schemas`, `named-schemas`: one schema, a list of schemas, schemas by name
 * - `value`: anything else that the server's grammar obeys
 * - `note`: something for readers, which the grammar ignores
 * - `refused`: the grammar knows the keyword and cannot obey it; the server then ignores the whole schema
 */
type KeywordKind = 'schema' | 'schemas' | 'named-schemas' | 'value' | 'note' | 'refused'

/** The grammar library of the server, and the version that this table was made for. */
const schemaLibrary = 'llguidance 1.6'

/**
 * The keywords of JSON schema that the library's documentation (docs/json_schema.md) lists, and what it does with the
 * others of the specification. A map, because a schema's own keys are looked up in it: an object would have `toString`.
 */
const schemaKeywords: ReadonlyMap<string, KeywordKind> = /* @__PURE__ */ (() =>
  new Map(
    Object.entries({
      schema: 'items additionalItems additionalProperties',
      schemas: 'anyOf oneOf allOf prefixItems',
      'named-schemas': 'properties patternProperties $defs definitions',
      value:
        'type const enum $ref required minItems maxItems minProperties maxProperties minLength maxLength pattern ' +
        'format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf',
      note:
        '$schema $id id $anchor $comment title description default examples readOnly writeOnly deprecated ' +
        'contentMediaType contentEncoding x-guidance',
      refused:
        'not if then else contains minContains maxContains uniqueItems propertyNames dependencies dependentRequired ' +
        'dependentSchemas unevaluatedItems unevaluatedProperties $dynamicRef $dynamicAnchor $recursiveRef ' +
        '$recursiveAnchor',
    }).flatMap(([kind, keywords]) => keywords.split(' ').map((keyword) => [keyword, kind as KeywordKind])),
  ))()

/** The string formats that the library enforces; it cannot use a schema with another one. */
const schemaFormats: ReadonlySet<string> = /* @__PURE__ */ (() =>
  new Set('date-time time date duration email hostname ipv4 ipv6 uuid uri unknown'.split(' ')))()

/** A JSON schema as the server can use it. */
interface PreparedSchema {
  /** The schema, a copy. */
  readonly jsonSchema: Record<string, unknown>
  /** What was removed from it, and what the server may not know; one sentence each, beginning with the place. */
  readonly notes: readonly string[]
}

const types = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'])
const counts = /^(min|max)(Items|Properties|Length)$/
const bounds = /^(exclusiveM|m)(inimum|aximum)$|^multipleOf$/

/**
 * Makes a JSON schema usable for the server, and refuses one that is not: the server ignores such a schema silently,
 * and the model writes whatever it likes (recording chat_response_format_invalid_schema_IGNORED).
 *
 * Removes what schema libraries write and the grammar library refuses although it constrains nothing: `$schema`,
 * `propertyNames` of a record, `uniqueItems: false`. A keyword that the table does not know stays, with a note.
 *
 * @throws TabbyRequestError that names the place.
 */
export function prepareSchema(schema: unknown, place = 'schema'): PreparedSchema {
  requireFiniteJson(schema, place)
  const notes: string[] = []
  const prepare = (part: unknown, path: string): unknown => {
    if (typeof part === 'boolean' && path !== place) return part
    requireThat(isRecord(part), path, 'is not a JSON schema')
    const members = Object.entries(part).flatMap(([key, value]): [string, unknown][] => {
      const here = `${path}.${key}`
      const kind = schemaKeywords.get(key)
      if (value === undefined || key === '$schema' || isWithoutEffect(key, value)) return []
      if (kind === 'refused') {
        throw new TabbyRequestError(
          `${here} cannot be used: ${schemaLibrary}, the server's grammar library, does not support "${key}" and ` +
            'would ignore the whole schema. Express it without this keyword, or check it in your own schema ' +
            'with a looser JSON schema: { schema, jsonSchema }.',
        )
      }
      if (!kind) {
        notes.push(`${here}: "${key}" is not among the keywords of ${schemaLibrary}; the server may ignore it`)
        return [[key, value]]
      }
      if (kind === 'value') {
        if (key === 'pattern' && isLookedAround(value) && hasKnownFormat(part)) {
          notes.push(
            `${here} was left out: ${schemaLibrary} does not support lookarounds; the format next to it still applies`,
          )
          return []
        }
        requireUsableValue(key, value, part, here, schema)
        return [[key, value]]
      }
      if (kind === 'note') return [[key, value]]
      // Up to draft 2019-09 a list of items was what prefixItems is now, and additionalItems what items is.
      const isOldTuple = Array.isArray(part['items'])
      if (key === 'items' && isOldTuple) return [['prefixItems', prepareList(value, here)]]
      if (key === 'additionalItems') return isOldTuple ? [['items', prepare(value, here)]] : []
      if (kind === 'schema') return [[key, prepare(value, here)]]
      if (kind === 'schemas') return [[key, prepareList(value, here)]]
      requireThat(isRecord(value), here, 'is not an object of JSON schemas')
      if (key === 'patternProperties') {
        for (const name of Object.keys(value)) requireUsableValue('pattern', name, part, `${here}.${name}`, schema)
      }
      const named = Object.entries(value).map(([name, each]) => [name, prepare(each, `${here}.${name}`)] as const)
      return [[key, Object.fromEntries(named)]]
    })
    return Object.fromEntries(members)
  }
  const prepareList = (list: unknown, path: string) => {
    requireThat(Array.isArray(list) && list.length, path, 'is not a list of JSON schemas')
    return (list as unknown[]).map((each, index) => prepare(each, `${path}.${index}`))
  }
  return { jsonSchema: prepare(schema, place) as Record<string, unknown>, notes }
}

function requireUsableValue(key: string, value: unknown, schema: Record<string, unknown>, path: string, root: unknown) {
  if (key === 'type') {
    const isKnown = Array.isArray(value)
      ? value.length && value.every((type) => types.has(type))
      : types.has(value as string)
    requireThat(isKnown, path, 'is not a type of JSON')
  } else if (key === '$ref')
    requireThat(resolveReference(value, root), path, 'does not refer to a schema inside this one')
  else if (key === 'required') {
    requireThat(Array.isArray(value) && value.every((name) => typeof name === 'string'), path, 'is not a list of names')
  } else if (key === 'enum') requireThat(Array.isArray(value) && value.length, path, 'is not a list of values')
  else if (key === 'pattern') {
    requireThat(typeof value === 'string', path, 'is not a pattern')
    requireThat(!isLookedAround(value), path, `looks ahead or behind, which ${schemaLibrary} does not support`)
  } else if (key === 'format') {
    requireThat(!mayBeText(schema) || schemaFormats.has(value as string), path, `is not a format of ${schemaLibrary}`)
  } else if (counts.test(key)) requireThat(Number.isInteger(value) && (value as number) >= 0, path, 'is not a count')
  else if (bounds.test(key)) {
    requireThat(Number.isFinite(value) && (key !== 'multipleOf' || (value as number) > 0), path, 'is not a number')
  }
}

/** What constrains nothing, but makes the server's library refuse the schema: zod writes the first for every record. */
function isWithoutEffect(key: string, value: unknown): boolean {
  if (key === 'uniqueItems') return value === false
  if (key !== 'propertyNames') return false
  if (value === true) return true
  const members = isRecord(value) ? Object.entries(value).filter(([name]) => schemaKeywords.get(name) !== 'note') : [0]
  return members.length === 0 || (members.length === 1 && (value as Record<string, unknown>)['type'] === 'string')
}

const isLookedAround = (pattern: unknown) => typeof pattern === 'string' && /\(\?(?:[=!]|<[=!])/.test(pattern)
const mayBeText = ({ type }: Record<string, unknown>) => type === undefined || [type].flat().includes('string')
const hasKnownFormat = ({ format }: Record<string, unknown>) => schemaFormats.has(format as string)

function requireThat(isUsable: unknown, path: string, problem: string): asserts isUsable {
  if (!isUsable) throw new TabbyRequestError(`${path} ${problem}: the server would ignore the whole schema`)
}

/**
 * Whether a `$ref` leads to a schema of the same document. Only own members count: `#/__proto__` and `#/constructor`
 * are not schemas, although JavaScript finds something there.
 */
function resolveReference(reference: unknown, root: unknown): boolean {
  if (typeof reference !== 'string') return false
  const [start, ...steps] = decodeReference(reference).split('/')
  if (start !== '#') return false
  let target = root
  for (const step of steps) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof target !== 'object' || target === null || !Object.hasOwn(target, name)) return false
    target = (target as Record<string, unknown>)[name]
  }
  return typeof target === 'boolean' || (typeof target === 'object' && target !== null && !Array.isArray(target))
}

/** A reference with a `%` that encodes nothing is not valid. */
function decodeReference(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return ''
  }
}

/** Deeper than any handwritten schema, and what the server still reads (recording http_deep_json: 500). */
const maxDepth = 200

/** Schemas that share parts can be small in memory but endless on the network. */
const maxParts = 200_000

/**
 * Refuses what cannot be written as JSON: circular values, values that are nested deeper than 200 levels or have more
 * than 200,000 parts, functions and big integers.
 *
 * @throws TabbyRequestError that names the place, or the beginning of one that is too deep.
 */
export function requireFiniteJson(value: unknown, place: string): void {
  let count = 0
  const path: string[] = [place]
  const walk = (part: unknown): void => {
    if (typeof part === 'function' || typeof part === 'bigint' || typeof part === 'symbol') {
      throw new TabbyRequestError(`${path.join('.')} is not JSON: a ${typeof part} cannot be sent`)
    }
    if (typeof part !== 'object' || part === null) return
    if (path.length > maxDepth) {
      const start = path.slice(0, 4).join('.')
      throw new TabbyRequestError(`${start}... is nested deeper than ${maxDepth} levels, or contains itself`)
    }
    if (++count > maxParts) {
      throw new TabbyRequestError(`${place} has more than ${maxParts} parts, or repeats its own parts without end`)
    }
    for (const [key, member] of Object.entries(part)) {
      path.push(key)
      walk(member)
      path.pop()
    }
  }
  walk(value)
}

/**
 * Removes OpenAI's wrapper from a schema: `{ name, strict, schema }`, bare or as the `json_schema` of a response
 * format. The server would take the wrapper for a schema without a type, which constrains nothing.
 */
export function unwrapSchema(given: unknown): unknown {
  if (!isObject(given)) return given
  const format = Object.hasOwn(given, 'json_schema') && given['type'] === 'json_schema' ? given['json_schema'] : given
  if (!isObject(format) || !isObject(format['schema']) || Object.hasOwn(format, 'jsonSchema')) return format
  const isWrapper = Object.keys(format).every((key) => wrapperMembers.has(key)) && !('~standard' in format)
  return isWrapper ? format['schema'] : format
}

/** The members of a wrapper. JSON schema has no keyword `schema`. */
const wrapperMembers = new Set(['name', 'description', 'strict', 'schema'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  (typeof value === 'object' && value !== null && !Array.isArray(value)) || typeof value === 'function'
