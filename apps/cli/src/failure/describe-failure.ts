import { isTabbyError, type TabbyErrorCode } from '@tabby/core'
import { getAdvice } from '@tabby/health'
import { toOneLine } from '../output/terminal-text.js'

/** Advice that applies only to this program, after the general advice. */
const ownAdvice: Partial<Record<TabbyErrorCode, string>> = {
  connection_error: 'TABBY_BASE_URL and --url set the address; `tabby doctor` checks it.',
  authentication_error: 'TABBY_API_KEY and TABBY_ADMIN_KEY hold the keys.',
  no_model_loaded: '`tabby models load` loads a model.',
}

/** Their messages say what to change; advice would only repeat it. */
const isSelfExplanatory = new Set<TabbyErrorCode>(['request_refused', 'invalid_request', 'validation_error'])

/** One line for a person. The errors of our packages hold no prompts; keys are removed from all output. */
export function describeFailure(error: unknown): string {
  const message = toOneLine((error instanceof Error ? error.message : String(error)).replace(/^error: /, ''))
  const requestId = readRequestId(error)
  return [addAdvice(message, error), ...(requestId === undefined ? [] : [`(request ${requestId})`])].join(' ')
}

/** Adds to a message what to do about the error. */
export function addAdvice(message: string, error: unknown): string {
  if (!isTabbyError(error) || isSelfExplanatory.has(error.code)) return message
  return [endSentence(message), getAdvice(error).advice, ownAdvice[error.code]].filter(Boolean).join(' ')
}

/** The id that a gateway gave the failed request: its log shows by it what happened. */
export function readRequestId(error: unknown): string | undefined {
  const { requestId } = (typeof error === 'object' && error !== null ? error : {}) as { requestId?: unknown }
  return typeof requestId === 'string' && requestId !== '' ? requestId : undefined
}

const endSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
