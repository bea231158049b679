import { TabbyRequestError } from '@tabby/core'

const types = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']
const one = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames']
const many = ['anyOf', 'oneOf', 'allOf', 'prefixItems']
const named = ['properties', 'patternProperties', '$defs', 'definitions']

/**
 * Refuses a JSON schema that the server could not use: it would ignore it without a word, and the model would say what
 * it likes (recording chat_response_format_invalid_schema_IGNORED).
 *
 * @throws TabbyRequestError that names the place.
 */
export function requireUsableSchema(schema: unknown, place = 'schema', root = schema): void {
  const refuse = (path: string, why: string) => {
    throw new TabbyRequestError(`${path} ${why}, and the server would ignore the whole schema`)
  }
  if (typeof schema === 'boolean' && schema !== root) return
  if (!isDictionary(schema)) return refuse(place, 'is no JSON schema')
  const check = (inner: unknown, key: string) => requireUsableSchema(inner, `${place}.${key}`, root)
  for (const [key, value] of Object.entries(schema)) {
    const path = `${place}.${key}`
    if (key === 'type' && ![value].flat().every((type) => types.includes(type as string))) refuse(path, 'is no type')
    if (key === 'required' && !isList(value)) refuse(path, 'is no list')
    if (key === 'enum' && (!isList(value) || !value.length)) refuse(path, 'is no list of values')
    if (key === '$ref' && !canResolve(value, root)) refuse(path, 'points at nothing')
    if (one.includes(key)) check(value, key)
    if (many.includes(key)) {
      if (!isList(value) || !value.length) refuse(path, 'is no list of schemas')
      for (const [index, inner] of (value as unknown[]).entries()) check(inner, `${key}.${index}`)
    }
    if (named.includes(key)) {
      if (!isDictionary(value)) refuse(path, 'holds no schemas')
      for (const [name, inner] of Object.entries(value as object)) check(inner, `${key}.${name}`)
    }
  }
}

function canResolve(reference: unknown, root: unknown): boolean {
  if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference)) return false
  let target = root
  for (const step of decodeURIComponent(reference).split('/').slice(1)) {
    target = (target as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return isDictionary(target) || typeof target === 'boolean'
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value)
const isDictionary = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value)
