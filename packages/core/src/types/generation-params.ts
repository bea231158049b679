import type { SamplerParams } from './sampler-params.js'

/** Parameters of both endpoints that generate text. */
export interface GenerationParams extends SamplerParams {
  /**
   * Name of a model. Ignored unless the server loads models inline; the response names the model that was used. If no
   * model is loaded, a name makes the server respond with 500 instead of 503.
   */
  model?: string | null | undefined
  /**
   * How many completions to generate, 1 or more. In a stream, text completion i may have `max_tokens + 5 * i` tokens.
   */
  n?: number | null | undefined
  /** Whether the response reports token counts and speeds. Requested by default, streamed or not. */
  stream_options?: { include_usage?: boolean | null | undefined } | null | undefined
  /** Format of the completion. `json_object` is sent as `json`, the name that the server understands. */
  response_format?: ResponseFormat | null | undefined
  /** Ignored. */
  best_of?: number | null | undefined
  /** Ignored. */
  echo?: boolean | null | undefined
  /** Ignored. */
  suffix?: string | null | undefined
  /** Ignored. */
  user?: string | null | undefined
  /**
   * Fields that this version does not know, sent after the others; `null` is omitted there too. A field that is
   * declared above, or that the function sets, such as `stream`, is refused.
   */
  extra?: Record<string, unknown> | undefined
}

/** Format of a completion. */
export interface ResponseFormat {
  /** `text`, `json` (any JSON; `json_object` means the same) or `json_schema`. */
  type?: 'text' | 'json' | 'json_object' | 'json_schema' | (string & {}) | undefined
  /** For `json_schema`: the schema, bare or inside OpenAI's `{ name, schema }`. */
  json_schema?: unknown | undefined
}
