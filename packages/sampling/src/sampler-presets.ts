import type { SamplerParams } from '@tabby/core'

/**
 * Sampler settings that work with most models, as plain objects: spread one into a request, or make overrides from it.
 * Each sets everything that differs from the server's neutral defaults (temperature 1, all else off).
 *
 * @example
 * ```ts
 * import { checkSamplerParams, samplerPresets } from '@tabby/sampling'
 *
 * const params = { prompt: 'Once upon a time', max_tokens: 64, ...samplerPresets.balanced }
 * console.log(params.temperature, checkSamplerParams(params).length)
 * ```
 */
export const samplerPresets = {
  /** Always the most probable token: the same reply each time, for extraction and tests. */
  greedy: { temperature: 0 },
  /** Stays close to what the model is sure of, for facts, code and tool calls. */
  precise: { temperature: 0.3, top_p: 0.9, min_p: 0.05 },
  /** For conversation. */
  balanced: { temperature: 0.8, min_p: 0.05 },
  /** Surprising but coherent: improbable tokens are cut before the temperature is applied. */
  creative: { temperature: 1.2, temperature_last: true, min_p: 0.05, xtc_probability: 0.3, xtc_threshold: 0.1 },
  /** For long texts, which tend to repeat themselves. */
  varied: { temperature: 0.9, min_p: 0.05, repetition_penalty: 1.05, penalty_range: 1024 },
} as const satisfies Record<string, SamplerParams>
