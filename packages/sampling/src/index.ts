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
export type { SamplerOverride, SamplerOverrides } from './sampler-overrides.js'
export { samplerPresets } from './sampler-presets.js'
export { type SwitchSamplerOverrideParams, switchSamplerOverride } from './switch-sampler-override.js'
export { unloadSamplerOverride } from './unload-sampler-override.js'
export { type AcquiredSamplerOverrides, acquireSamplerOverrides } from './acquire-sampler-overrides.js'
