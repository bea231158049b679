import { type SamplerIssue, toSamplerIssue } from './sampler-issue.js'

/** The types of `response_format` that have an effect or, as `text`, none. */
const formats = ['text', 'json', 'json_schema']

/** Reports what the server does with a JSON schema, or nothing if it is valid. */
export function readSchemaIssue(field: string, schema: unknown): SamplerIssue | undefined {
  // `{}`, `false`, 0 and an empty string do not constrain the server (recording t2_schema_values__json_schema).
  const isEmpty = !schema || (typeof schema === 'object' && Object.keys(schema).length === 0)
  if (isEmpty) return toSamplerIssue(field, 'ignored', 'Give a schema with keywords: an empty one constrains nothing.')
  // Recording t2_schema_values__json_schema_true. Only the server's grammar library can check a string.
  if (Array.isArray(schema) || (typeof schema !== 'object' && typeof schema !== 'string')) {
    return toSamplerIssue(field, 'fails', 'Give a JSON schema as an object: anything else fails this generation.')
  }
  return undefined
}

/** Reports what the server does with a regular expression or a grammar, or nothing if it is valid. */
export function readPatternIssue(field: string, pattern: unknown): SamplerIssue | undefined {
  if (typeof pattern !== 'string') return toSamplerIssue(field, 'refused', 'Give a string.')
  return pattern === ''
    ? toSamplerIssue(field, 'ignored', 'Leave it out: an empty string constrains nothing.')
    : undefined
}

/** Reports what the server does with a response format, or nothing if it is valid. */
export function readFormatIssue(field: string, format: unknown): SamplerIssue | undefined {
  if (typeof format !== 'object' || format === null || Array.isArray(format)) {
    return toSamplerIssue(field, 'refused', "Give an object: { type: 'json' } or { type: 'json_schema', json_schema }.")
  }
  const { type, json_schema: given } = format as { type?: unknown; json_schema?: unknown }
  if (type === undefined) return undefined
  if (typeof type !== 'string') return toSamplerIssue(field, 'refused', 'Give the type as a string.')
  // OpenAI's name (recording chat_response_format_json_object_IGNORED).
  if (type === 'json_object') return toSamplerIssue(field, 'ignored', 'Call it json, or give a json_schema.')
  if (!formats.includes(type)) return toSamplerIssue(field, 'ignored', 'Call it text, json or json_schema.')
  if (type !== 'json_schema') return undefined
  // OpenAI's wrapper has the schema in `schema` (recording chat_response_format_json_schema).
  const isWrapped =
    typeof given === 'object' && given !== null && !Array.isArray(given) && Object.hasOwn(given, 'schema')
  return readSchemaIssue(field, isWrapped ? (given as { schema?: unknown }).schema : given)
}
