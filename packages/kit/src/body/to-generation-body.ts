import { prepareSchema, unwrapSchema } from '../objects/prepare-schema.js'

/**
 * Prepares the body of a generation: asks for usage, omits `null` fields, and sends `json_object` as `json`, since the
 * server ignores OpenAI's word. Removes from a JSON schema in `json_schema` or `response_format` what constrains
 * nothing but makes the server ignore it: OpenAI's wrapper, `$schema`, the `propertyNames` of records.
 *
 * Here, `null` means the server's own default in every field. If it were sent, 16 fields would fail with a 503, a 500
 * or an error in the stream (recording health_after_nulls_group; `logprobs: null` ends other generations too).
 */
export function toGenerationBody(fields: object, stream: boolean): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([field, value]): [string, unknown][] => {
    // JSON writes NaN and Infinity as null.
    if (value == null || (typeof value === 'number' && !Number.isFinite(value))) return []
    if (field === 'json_schema') return [[field, toUsableSchema(value)]]
    return [[field, field === 'response_format' ? toResponseFormat(value) : value]]
  })
  return { stream_options: { include_usage: true }, ...Object.fromEntries(entries), stream }
}

function toResponseFormat(format: Record<string, unknown>): unknown {
  if (format['type'] === 'json_object') return { ...format, type: 'json' }
  // The server accepts the schema bare or wrapped here.
  return format['json_schema'] ? { ...format, json_schema: toUsableSchema(format['json_schema']) } : format
}

/** A schema that the server cannot use at all stays as it is: a field in the server's own form is never refused. */
function toUsableSchema(given: unknown): unknown {
  const schema = unwrapSchema(given)
  try {
    return prepareSchema(schema).jsonSchema
  } catch {
    return schema
  }
}
