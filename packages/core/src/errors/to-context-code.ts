import type { TabbyErrorCode } from './error-code.js'

/** The only code that the server names itself; a gateway's codes are not ours. */
export function toContextCode(error: { readonly code?: unknown } | undefined): TabbyErrorCode | undefined {
  return error?.code === 'context_length_exceeded' ? error.code : undefined
}
