import type { TabbyRequestOptions } from '@tabby/core'

/** The part of a call of the AI SDK that is not about the model. */
interface CallOptions {
  headers?: Record<string, string | undefined> | undefined
  abortSignal?: AbortSignal | undefined
}

/** Passes headers and the signal of a call on. */
export function toCallOptions({ headers = {}, abortSignal }: CallOptions): TabbyRequestOptions {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { headers: given, ...(abortSignal && { signal: abortSignal }) }
}
