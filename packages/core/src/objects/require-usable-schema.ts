import { TabbyRequestError } from '../errors/tabby-request-error.js'

const types = /^(object|array|string|integer|number|boolean|null)$/
const withSchema = /^(items|additionalProperties)$/
const withList = /^(anyOf|oneOf|allOf|prefixItems)$/
const withNames = /^(properties|patternProperties|\$defs|definitions)$/

/**
 * Refuses a JSON schema that the server could not use: it would ignore it without a word, and the model would say what
 * it likes (recording chat_response_format_invalid_schema_IGNORED). Into keywords that its grammar library does not
 * have, such as `not` and `if`, nobody looks.
 *
 * @throws TabbyRequestError that names the place.
 */
export function requireUsableSchema(schema: unknown, place = 'schema', root = schema): void {
  if (typeof schema === 'boolean' && schema !== root) return
  requireThat(isDictionary(schema), place)
  for (const [key, value] of Object.entries(schema as object)) {
    const path = `${place}.${key}`
    if (key === 'type') requireThat(value?.length && [value].flat().every((type) => types.test(type)), path)
    if (key === '$ref') requireThat(canResolve(value, root), path)
    if (key === 'required') requireThat(Array.isArray(value), path)
    if (key === 'enum' || withList.test(key)) requireThat(Array.isArray(value) && value.length, path)
    if (withNames.test(key)) requireThat(isDictionary(value), path)
    if (withSchema.test(key)) requireUsableSchema(value, path, root)
    else if (withNames.test(key) || withList.test(key)) {
      for (const name in value) requireUsableSchema(value[name], `${path}.${name}`, root)
    }
  }
}

function requireThat(isUsable: unknown, path: string) {
  if (!isUsable) throw new TabbyRequestError(`${path} is no JSON schema: it would be ignored`)
}

function canResolve(reference: unknown, root: unknown): boolean {
  try {
    const [start, ...steps] = decodeURIComponent(reference as string).split('/')
    let target = root
    for (const step of steps) {
      target = (target as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
    }
    return start === '#' && /^(object|boolean)$/.test(typeof target)
  } catch {
    // A step into nothing, or a % that encodes nothing.
    return false
  }
}

const isDictionary = (value: unknown) => typeof value === 'object' && value && !Array.isArray(value)
