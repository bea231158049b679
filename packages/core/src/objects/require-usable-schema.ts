import { TabbyRequestError } from '../errors/tabby-request-error.js'

const types = /^(object|array|string|integer|number|boolean|null)$/
const withSchema = /^(items|additionalProperties|not|if|then|else|contains|propertyNames)$/
const withList = /^(anyOf|oneOf|allOf|prefixItems)$/
const withNames = /^(properties|patternProperties|\$defs|definitions)$/

/**
 * Refuses a JSON schema that the server could not use: it would ignore it without a word, and the model would say what
 * it likes (recording chat_response_format_invalid_schema_IGNORED).
 *
 * @throws TabbyRequestError that names the place.
 */
export function requireUsableSchema(schema: unknown, place = 'schema', root = schema): void {
  const check = (isUsable: unknown, path: string) => {
    if (!isUsable) throw new TabbyRequestError(`${path} is no JSON schema: the server would ignore it all`)
  }
  if (typeof schema === 'boolean' && schema !== root) return
  check(isDictionary(schema), place)
  for (const [key, value] of Object.entries(schema as object)) {
    const path = `${place}.${key}`
    const isNamed = withNames.test(key)
    const isListed = withList.test(key)
    if (key === 'type') check(areTypes([value].flat()), path)
    if (key === '$ref') check(canResolve(value, root), path)
    if (isNamed) check(isDictionary(value), path)
    if (isListed || key === 'enum') check(Array.isArray(value) && value.length, path)
    if (key === 'required') check(Array.isArray(value), path)
    if (withSchema.test(key)) requireUsableSchema(value, path, root)
    if (isNamed || isListed) {
      for (const [name, inner] of Object.entries(value)) requireUsableSchema(inner, `${path}.${name}`, root)
    }
  }
}

const areTypes = (named: string[]) => named[0] && named.every((type) => types.test(type))

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
