import type { SamplerParams } from './sampler-params.js'

/** What the two endpoints that generate text have in common. */
export interface GenerationParams extends SamplerParams {
  /**
   * Name of a model. Ignored unless the server loads models inline; the answer names the model that spoke. When no
   * model is loaded, a name makes the server answer 500 instead of 503.
   */
  model?: string | null
  /** How many answers, 1 or more. Streamed completions give answer i `max_tokens + 5 * i` tokens. */
  n?: number
  /** Whether the answer reports its token counts and speeds. Asked for by default, streamed or not. */
  stream_options?: { include_usage?: boolean | null } | null
  /** Form of the answer. `json_object` becomes `json`, which is the word that the server understands. */
  response_format?: ResponseFormat
  /** Ignored. */
  best_of?: number | null
  /** Ignored. */
  echo?: boolean | null
  /** Ignored. */
  suffix?: string | null
  /** Ignored. */
  user?: string | null
  /** Fields that this version does not know pass through. */
  [field: string]: unknown
}

/** Form of the answer. */
export interface ResponseFormat {
  /** `text`, `json` (any JSON; `json_object` means the same) or `json_schema`. */
  type?: 'text' | 'json' | 'json_object' | 'json_schema' | (string & {})
  /** For `json_schema`: the schema, bare or inside OpenAI's `{ name, schema }`. */
  json_schema?: unknown
}

/** Fields in which an explicit null makes the server fail (503, 500 or an error in the stream; all were recorded). */
const brokenByNull = new Set(
  ('stop temperature top_k top_p min_p xtc_probability frequency_penalty presence_penalty repetition_penalty ' +
    'penalty_range logprobs top_logprobs adaptive_target response_format n template_vars').split(' '),
)

/**
 * Prepares the body of a generation, for the packages that send one: asks for usage, leaves out each null that the
 * server breaks on, and says `json` where OpenAI says `json_object`, which the server ignores.
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
    if (value === undefined || (value === null && brokenByNull.has(field))) continue
    body[field] = field === 'response_format' && value.type === 'json_object' ? { ...value, type: 'json' } : value
  }
  return { ...body, stream }
}
