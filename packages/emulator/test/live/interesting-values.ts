/** A JSON schema of a field, as far as the emulator's OpenAPI document uses them. */
export interface FieldSchema {
  readonly type?: string
  readonly anyOf?: readonly FieldSchema[]
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly exclusiveMaximum?: number
  readonly enum?: readonly string[]
  readonly const?: string
}

/** Nothing of its kind: what each field is tried with besides values of its type. */
const strange: readonly unknown[] = [null, 'x', '5', 1.5, true, -1, [], {}, [null]]

/** Values that say more than those of their type alone. */
const telling: Readonly<Record<string, readonly unknown[]>> = {
  stream_options: [{ include_usage: true }],
  logit_bias: [{ 1: 0.5 }, { a: 1 }],
  response_format: [{ type: 'json' }, { type: 'text' }],
  tool_choice: [{ type: 'function', function: { name: 'f' } }],
  template_vars: [{ enable_thinking: true }],
  json_schema: [{ type: 'integer' }],
  dry_sequence_breakers: ['[1]', '["a"]'],
  reasoning: [{ enabled: true }, { max_tokens: 1 }],
}

/** Values of a field, the plainest first: of its type, at its limits and beyond them, and of other types. */
export function listValues(name: string, schema: FieldSchema): unknown[] {
  const own = [...(telling[name] ?? []), ...(schema.anyOf ?? [schema]).flatMap(valuesOf)]
  const seen = new Set<string>()
  return [...own, ...strange].filter((value) => {
    const text = JSON.stringify(value)
    return !seen.has(text) && seen.add(text)
  })
}

function valuesOf({ type, enum: words, const: word, ...limits }: FieldSchema): unknown[] {
  if (words || word !== undefined) return [...(words ?? [word])]
  const step = type === 'integer' ? 1 : 0.25
  const bounds = [limits.minimum, limits.exclusiveMinimum, limits.maximum, limits.exclusiveMaximum]
  const near = bounds.flatMap((bound) => (bound === undefined ? [] : [bound, bound + step, bound - step]))
  switch (type) {
    case 'integer':
      return [1, 2, 0, ...near]
    case 'number':
      return [1, 0.5, 0, ...near]
    case 'boolean':
      return [true, false, 'yes', 0]
    case 'string':
      return ['x', '']
    case 'array':
      return [[], ['x'], [1], 'x']
    default:
      return [{}, { a: 1 }]
  }
}
