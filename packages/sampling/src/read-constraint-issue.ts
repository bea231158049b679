import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'

/** The types of `response_format` that have an effect or, as `text`, none. */
const formats = ['text', 'json', 'json_schema']

/** Says what comes of a JSON schema, or nothing when it is good. */
export function readSchemaIssue(field: string, schema: unknown): SamplerIssue | undefined {
  // `{}`, `false`, 0 and an empty text are not a constraint for the server (recording t2_schema_values__json_schema).
  const isEmpty = !schema || (typeof schema === 'object' && Object.keys(schema).length === 0)
  if (isEmpty) return toSamplerIssue(field, 'ignored', 'Give a schema with keywords: an empty one constrains nothing.')
  // Recording t2_schema_values__json_schema_true. What a text holds only the server's grammar library can tell.
  if (Array.isArray(schema) || (typeof schema !== 'object' && typeof schema !== 'string')) {
    return toSamplerIssue(field, 'fails', 'Give a JSON schema as an object: anything else fails this generation.')
  }
  return undefined
}

/** Says what comes of a regular expression or a grammar, or nothing when it is good. */
export function readPatternIssue(field: string, pattern: unknown): SamplerIssue | undefined {
  if (typeof pattern !== 'string') return toSamplerIssue(field, 'refused', 'Give a text.')
  return pattern === ''
    ? toSamplerIssue(field, 'ignored', 'Leave it out: an empty text constrains nothing.')
    : undefined
}

/** Says what comes of a response format, or nothing when it is good. */
export function readFormatIssue(field: string, format: unknown): SamplerIssue | undefined {
  if (typeof format !== 'object' || format === null || Array.isArray(format)) {
    return toSamplerIssue(field, 'refused', "Give an object: { type: 'json' } or { type: 'json_schema', json_schema }.")
  }
  const { type, json_schema: given } = format as { type?: unknown; json_schema?: unknown }
  if (type === undefined) return undefined
  if (typeof type !== 'string') return toSamplerIssue(field, 'refused', 'Give the type as a text.')
  // The word of OpenAI (recording chat_response_format_json_object_IGNORED).
  if (type === 'json_object') return toSamplerIssue(field, 'ignored', 'Call it json, or give a json_schema.')
  if (!formats.includes(type)) return toSamplerIssue(field, 'ignored', 'Call it text, json or json_schema.')
  if (type !== 'json_schema') return undefined
  // OpenAI's wrapper holds the schema in `schema` (recording chat_response_format_json_schema).
  const isWrapped =
    typeof given === 'object' && given !== null && !Array.isArray(given) && Object.hasOwn(given, 'schema')
  return readSchemaIssue(field, isWrapped ? (given as { schema?: unknown }).schema : given)
}
