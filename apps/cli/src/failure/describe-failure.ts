import { isTabbyError } from '@tabby/core'
import { toOneLine } from '../output/terminal-text.js'

const hints: Partial<Record<string, string>> = {
  connection_error: 'is TabbyAPI running there? TABBY_BASE_URL says where it is',
  authentication_error: 'TABBY_API_KEY and TABBY_ADMIN_KEY hold the keys',
}

/** One line for a person. The errors of our packages hold no prompts; keys are taken out of all that is written. */
export function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const hint = isTabbyError(error) ? hints[error.code] : undefined
  const requestId = readRequestId(error)
  const request = requestId === undefined ? undefined : `request ${requestId}`
  return [toOneLine(message.replace(/^error: /, '')), hint, request].filter(Boolean).join('; ')
}

/** The name that a gateway gave the failed request, by which its log tells what happened. */
export function readRequestId(error: unknown): string | undefined {
  const { requestId } = (typeof error === 'object' && error !== null ? error : {}) as { requestId?: unknown }
  return typeof requestId === 'string' && requestId !== '' ? requestId : undefined
}
