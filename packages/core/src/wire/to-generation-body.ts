/**
 * Prepares the body of a generation, for the packages that send one: asks for usage, leaves out each null, and says
 * `json` where OpenAI says `json_object`, which the server ignores.
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
    body[field] = field === 'response_format' && value.type === 'json_object' ? { ...value, type: 'json' } : value
  }
  return { ...body, stream }
}
