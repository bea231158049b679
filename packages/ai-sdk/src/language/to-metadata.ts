import type { JSONObject, SharedV3ProviderMetadata } from '@ai-sdk/provider'
import type { ChatLogprob, EosReason, Usage } from '@tabby/chat'

/** What `providerMetadata.tabby` of a reply holds. */
export interface TabbyMetadata {
  /** The server's counts, times and speeds. */
  usage?: Usage | undefined
  /** Why the model stopped, in the server's own words. */
  eos_reason?: EosReason | undefined
  /** Log probabilities, if `providerOptions.tabby.logprobs` requested them. */
  logprobs?: readonly ChatLogprob[] | undefined
  /** What is known only when the reply is finished; a stream has reported its warnings by then. */
  warnings?: readonly string[] | undefined
}

/** Leaves out what is missing. */
export function toMetadata(metadata: {
  readonly [Name in keyof TabbyMetadata]: TabbyMetadata[Name] | null
}): SharedV3ProviderMetadata {
  const told = Object.entries(metadata).filter(([, value]) => (Array.isArray(value) ? value.length : value))
  return { tabby: Object.fromEntries(told) as JSONObject }
}
