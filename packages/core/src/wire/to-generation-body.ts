/** Fields in which an explicit null makes the server fail (503, 500 or an error in the stream; all were recorded). */
const brokenByNull = [
  'stop',
  'temperature',
  'top_k',
  'top_p',
  'min_p',
  'xtc_probability',
  'frequency_penalty',
  'presence_penalty',
  'repetition_penalty',
  'penalty_range',
  'logprobs',
  'top_logprobs',
  'adaptive_target',
  'response_format',
  'n',
  'template_vars',
  // Other names of the same fields.
  'stop_sequence',
  'rep_pen',
  'repetition_range',
  'chat_template_kwargs',
]

/**
 * Prepares the body of a generation, for the packages that send one: asks for usage, leaves out each null that the
 * server breaks on (NaN and Infinity too, which JSON writes as null), and says `json` where OpenAI says `json_object`,
 * which the server ignores.
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
    // JSON writes NaN and Infinity as null too.
    if (value === undefined || (brokenByNull.includes(field) && JSON.stringify(value) === 'null')) continue
    body[field] = field === 'response_format' && value.type === 'json_object' ? { ...value, type: 'json' } : value
  }
  return { ...body, stream }
}
