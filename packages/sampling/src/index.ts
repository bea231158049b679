export {
  type ActiveSamplerOverride,
  listSamplerOverrides,
  type MalformedSamplerOverride,
  type SamplerOverrideList,
} from './list-sampler-overrides.js'
export type { SamplerOverride, SamplerOverrides } from './sampler-overrides.js'
export { type SwitchSamplerOverrideParams, switchSamplerOverride } from './switch-sampler-override.js'
export { unloadSamplerOverride } from './unload-sampler-override.js'
