import { toUsableSchema } from '../objects/to-usable-schema.js'

/**
 * Prepares the body of a generation, for the packages that send one: asks for usage, leaves out each null, and says
 * `json` where OpenAI says `json_object`, which the server ignores. A JSON schema in `json_schema` or `response_format`
 * loses what constrains nothing but makes the server ignore it: OpenAI's wrapper, `$schema`, the `propertyNames` of
 * records.
 *
 * A null means the server's own default here, in every field. On the wire it fails 16 of them with a 503, a 500 or an
 * error in the stream (recording health_after_nulls_group; `logprobs: null` ends other generations too).
 *
 * @param params - What the caller wants.
 * @param stream - Whether the answer is to be streamed.
 * @returns A body to send; `params` is untouched.
 *
 * @example
 * ```ts
 * import { toGenerationBody } from '@tabby/core'
 *
 * toGenerationBody({ prompt: 'Once', temperature: null }, false)
 * // { stream_options: { include_usage: true }, prompt: 'Once', stream: false }
 * ```
 */
export function toGenerationBody(params: object, stream: boolean): Record<string, unknown> {
  const body: Record<string, unknown> = { stream_options: { include_usage: true } }
  for (const [field, value] of Object.entries(params)) {
    // JSON writes NaN and Infinity as null.
    if (value == null || (typeof value === 'number' && !Number.isFinite(value))) continue
    body[field] =
      field === 'json_schema' ? toUsableSchema(value) : field === 'response_format' ? toResponseFormat(value) : value
  }
  return { ...body, stream }
}

function toResponseFormat(format: Record<string, unknown>): unknown {
  if (format['type'] === 'json_object') return { ...format, type: 'json' }
  // The server takes the schema bare or wrapped here.
  return format['json_schema'] ? { ...format, json_schema: toUsableSchema(format['json_schema']) } : format
}
