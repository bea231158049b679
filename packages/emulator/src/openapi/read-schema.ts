/** The fields of one object: each name with its type; `?` behind a name marks a field that may be missing. */
export type FieldTable = Readonly<Record<string, string>>

/** A JSON schema as OpenAPI writes it. */
export type OpenapiSchema = Record<string, unknown>

const bounds: Readonly<Record<string, string>> = {
  '>=': 'minimum',
  '>': 'exclusiveMinimum',
  '<=': 'maximum',
  '<': 'exclusiveMaximum',
}

/** The schema of an object with these fields. */
export function readTable(title: string, fields: FieldTable): OpenapiSchema {
  const names = Object.keys(fields)
  const required = names.filter((name) => !name.endsWith('?'))
  const properties = names.map((name) => [name.replace('?', ''), readField(fields[name] ?? '')] as const)
  return {
    title,
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  }
}

/** Reads `integer >= 0 | null = 5`: alternatives, each with its bounds, and a default in JSON. */
function readField(text: string): OpenapiSchema {
  const [types = '', ...rest] = text.split(' = ')
  const schema = readAlternatives(types)
  return rest.length > 0 ? { ...schema, default: JSON.parse(rest.join(' = ')) } : schema
}

/** Texts between quotes that stand side by side are one enumeration. */
function readAlternatives(text: string): OpenapiSchema {
  const parts = splitAlternatives(text)
  const words = parts.filter((part) => part.startsWith('"')).map((part) => JSON.parse(part) as string)
  const word: OpenapiSchema = words.length > 1 ? { type: 'string', enum: words } : { type: 'string', const: words[0] }
  const first = parts.findIndex((part) => part.startsWith('"'))
  const schemas = parts.flatMap((part, index) => {
    if (!part.startsWith('"')) return [readType(part)]
    return index === first ? [word] : []
  })
  return schemas.length === 1 && schemas[0] ? schemas[0] : { anyOf: schemas }
}

/** The parts between bars that do not stand in brackets. */
function splitAlternatives(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const character of text) {
    if ('[{'.includes(character)) depth += 1
    if (']}'.includes(character)) depth -= 1
    if (character === '|' && depth === 0) {
      parts.push(part.trim())
      part = ''
    } else part += character
  }
  return [...parts, part.trim()]
}

/** Reads one type: a list in brackets, an object with free keys in braces, the name of a schema, or a plain type. */
function readType(text: string): OpenapiSchema {
  const inner = text.slice(1, -1)
  if (text.startsWith('[')) return { type: 'array', items: readAlternatives(inner) }
  if (text.startsWith('{')) return { type: 'object', additionalProperties: inner === '' || readAlternatives(inner) }
  if (text === 'any') return {}
  if (/^[A-Z]/.test(text)) return { $ref: `#/components/schemas/${text}` }
  const [type, ...rest] = text.split(' ')
  const schema: OpenapiSchema = { type }
  for (let at = 0; at < rest.length; at += 2) {
    const [sign = '', limit] = rest.slice(at)
    const bound = bounds[sign]
    if (bound === undefined) schema.format = sign
    else schema[bound] = Number(limit)
  }
  return schema
}
