import { isTabbyError, type TabbyErrorCode } from '@tabby/core'

/** What LangChain calls our errors. */
const codes: Partial<Record<TabbyErrorCode, string>> = {
  authentication_error: 'MODEL_AUTHENTICATION',
  permission_error: 'MODEL_AUTHENTICATION',
  not_found: 'MODEL_NOT_FOUND',
  no_model_loaded: 'MODEL_NOT_FOUND',
  rate_limit_exceeded: 'MODEL_RATE_LIMIT',
  context_length_exceeded: 'CONTEXT_OVERFLOW',
}

/**
 * Marks a failure for LangChain: `lc_error_code`, and the brand by which `ContextOverflowError.isInstance` knows a prompt
 * that is too long. It stays the same error. An abort rejects with the signal's reason.
 */
export function markError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason
  if (!isTabbyError(error)) return error
  const isUnknown = error.name === 'TabbyRequestError' && error.reason === 'unknown-model'
  const code = isUnknown ? codes.not_found : codes[error.code]
  if (code) Object.defineProperty(error, 'lc_error_code', { value: code, configurable: true })
  if (error.code === 'context_length_exceeded') {
    for (const name of ['langchain.error', 'langchain.error.context-overflow']) {
      Object.defineProperty(error, Symbol.for(name), { value: true, configurable: true })
    }
  }
  return error
}
