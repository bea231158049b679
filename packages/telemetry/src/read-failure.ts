import { isTabbyError, type TabbyErrorCode } from '@tabby/core'

/** How a call failed, in terms with few values. */
export interface Failure {
  /** The code of a `TabbyError`; `other` for what the caller's own function threw. */
  readonly code: TabbyErrorCode | 'other'
  /** Why, if the error says so: `truncated`, `ECONNREFUSED`. */
  readonly reason: string | undefined
  /** The HTTP status, if the server rejected the request. */
  readonly status: number | undefined
}

/** Reads what a call threw. Undefined for nothing, and for an abort, because the caller left. */
export function readFailure(error: unknown, signal: AbortSignal | undefined): Failure | undefined {
  if (error === undefined || (signal?.aborted && error === signal.reason)) return undefined
  if (!isTabbyError(error)) return { code: 'other', reason: undefined, status: undefined }
  const { reason, status } = error as { readonly reason?: unknown; readonly status?: unknown }
  return {
    code: error.code,
    reason: typeof reason === 'string' ? reason : undefined,
    status: typeof status === 'number' ? status : undefined,
  }
}
