import type { SamplerParams } from '@tabby/core'
import { toBody } from '@tabby/kit/body/to-body'
import type { SamplerOverrides } from './switch-sampler-override.js'

/** Values of sampler parameters, by name. */
export interface SamplerOverrideValues extends SamplerParams {
  /** Values of parameters that this version does not know. */
  extra?: Record<string, unknown> | undefined
}

/** How overrides combine with a request. */
export interface SamplerOverrideSettings {
  /**
   * `true` replaces the value in a request; otherwise the value applies only if a request has none. Default `false`.
   */
  force?: boolean | undefined
  /** For lists: `true` combines the value with the list in the request. Default `false`. */
  additive?: boolean | undefined
}

/**
 * Creates overrides for `switchSamplerOverride` from plain values, in the only shape that does not break generations.
 *
 * Makes no requests. Omits values that are undefined or null, because they would override nothing. Combine several with
 * a spread.
 *
 * @param values - Sampler parameters, as for a request: for example one of the `samplerPresets`.
 * @param settings - Whether they are forced, and whether lists are combined.
 * @returns The overrides by parameter.
 *
 * @example
 * ```ts
 * import { createSamplerOverrides } from '@tabby/sampling'
 *
 * const overrides = {
 *   ...createSamplerOverrides({ temperature: 0.7, min_p: 0.05 }),
 *   ...createSamplerOverrides({ max_tokens: 512 }, { force: true }),
 * }
 * console.log(overrides.max_tokens) // { override: 512, force: true }
 * ```
 */
export function createSamplerOverrides(
  values: SamplerOverrideValues,
  settings: SamplerOverrideSettings = {},
): SamplerOverrides {
  return Object.fromEntries(
    Object.entries(toBody('createSamplerOverrides', values))
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([field, override]) => [field, { override, ...settings }]),
  )
}
