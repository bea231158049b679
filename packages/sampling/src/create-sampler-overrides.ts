import type { SamplerParams } from '@tabby/core'
import { toBody } from '@tabby/kit/body/to-body'
import type { SamplerOverrides } from './switch-sampler-override.js'

/** Values of sampler parameters, by name. */
export interface SamplerOverrideValues extends SamplerParams {
  /** Values of parameters that this version does not know. */
  extra?: Record<string, unknown> | undefined
}

/** How overrides meet what a request says. */
export interface SamplerOverrideSettings {
  /** `true` replaces what a request says; otherwise the value counts where a request says nothing. Default `false`. */
  force?: boolean | undefined
  /** For lists: `true` puts the value together with the list of the request. Default `false`. */
  additive?: boolean | undefined
}

/**
 * Makes overrides for `switchSamplerOverride` from plain values, in the only shape that does not break generations.
 *
 * Makes no requests. Values that are undefined or null are omitted: they would override nothing. Combine several with a
 * spread.
 *
 * @param values - Sampler parameters, as for a request: for example one of the `samplerPresets`.
 * @param settings - Whether they are forced, and whether lists are put together.
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
