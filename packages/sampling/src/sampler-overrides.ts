import type { SamplerParams } from '@tabby/core'

/** A value that the server gives a sampler parameter, for everybody who uses the server. */
export interface SamplerOverride<Value = unknown> {
  /** The value. The server does not check it: a value out of range fails where it is used. */
  override: Value | null
  /** `true` replaces what a request says; otherwise the value counts where a request says nothing. Default `false`. */
  force?: boolean | undefined
  /** For lists: `true` puts the value together with the list of the request. Default `false`. */
  additive?: boolean | undefined
}

/** Values by the name of the sampler parameter that they are for. `createSamplerOverrides` also takes unknown names. */
export type SamplerOverrides = {
  [Field in keyof SamplerParams]?: SamplerOverride<NonNullable<SamplerParams[Field]>> | undefined
}
