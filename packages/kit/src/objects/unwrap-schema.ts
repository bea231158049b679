/**
 * Takes OpenAI's wrapper off a schema: `{ name, strict, schema }`, alone or as the `json_schema` of a response format.
 * The server would take the wrapper for the schema: one without a type, which constrains nothing.
 */
export function unwrapSchema(given: unknown): unknown {
  if (!isObject(given)) return given
  const format = Object.hasOwn(given, 'json_schema') && given['type'] === 'json_schema' ? given['json_schema'] : given
  if (!isObject(format) || !isObject(format['schema']) || Object.hasOwn(format, 'jsonSchema')) return format
  const isWrapper = Object.keys(format).every((key) => members.has(key)) && !('~standard' in format)
  return isWrapper ? format['schema'] : format
}

/** What a wrapper has. A JSON schema has no keyword `schema`. */
const members = new Set(['name', 'description', 'strict', 'schema'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  (typeof value === 'object' && value !== null && !Array.isArray(value)) || typeof value === 'function'
