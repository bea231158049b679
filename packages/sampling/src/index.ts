export { checkSamplerParams } from './check-sampler-params.js'
export {
  createSamplerOverrides,
  type SamplerOverrideSettings,
  type SamplerOverrideValues,
} from './create-sampler-overrides.js'
export {
  type ActiveSamplerOverride,
  listSamplerOverrides,
  type MalformedSamplerOverride,
  type SamplerOverrideList,
} from './list-sampler-overrides.js'
export type { SamplerIssue } from './sampler-issue.js'
export {
  type SamplerOverride,
  type SamplerOverrides,
  switchSamplerOverride,
  type SwitchSamplerOverrideParams,
} from './switch-sampler-override.js'
export { samplerPresets } from './sampler-presets.js'
export { unloadSamplerOverride } from './unload-sampler-override.js'
export { type AcquiredSamplerOverrides, acquireSamplerOverrides } from './acquire-sampler-overrides.js'
export type { SamplerParams } from '@tabby/core'
