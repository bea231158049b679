import { isTabbyError, type TabbyErrorCode } from '@tabby/core'
import { getAdvice } from '@tabby/health'
import { toOneLine } from '../output/terminal-text.js'

/** Advice that applies only to this program, after the general advice. */
const ownAdvice: Partial<Record<TabbyErrorCode, string>> = {
  authentication_error: 'TABBY_API_KEY and TABBY_ADMIN_KEY hold the keys.',
  no_model_loaded: '`tabby models load` loads a model.',
}

/** Their messages say what to change; advice would only repeat it. */
const isSelfExplanatory = new Set<TabbyErrorCode>(['request_refused', 'invalid_request', 'validation_error'])

/** One line for a person. The errors of our packages hold no prompts; keys are removed from all output. */
export function describeFailure(error: unknown, source?: string): string {
  const message = toOneLine((error instanceof Error ? error.message : String(error)).replace(/^error: /, ''))
  const requestId = readRequestId(error)
  return [addAdvice(message, error, source), ...(requestId === undefined ? [] : [`(request ${requestId})`])].join(' ')
}

/** Adds to a message what to do about the error. */
export function addAdvice(message: string, error: unknown, source?: string): string {
  if (!isTabbyError(error) || isSelfExplanatory.has(error.code)) return message
  const own = error.code === 'connection_error' ? adviseAddress(source) : ownAdvice[error.code]
  return [endSentence(message), getAdvice(error).advice, own].filter(Boolean).join(' ')
}

/** Where the address came from that led nowhere. */
function adviseAddress(source: string | undefined): string {
  const what = source === undefined ? 'TABBY_BASE_URL or --url sets the address' : `The address is that of ${source}`
  return `${what}; \`tabby doctor\` checks it.`
}

/** The id that a gateway gave the failed request: its log shows by it what happened. */
export function readRequestId(error: unknown): string | undefined {
  const { requestId } = (typeof error === 'object' && error !== null ? error : {}) as { requestId?: unknown }
  return typeof requestId === 'string' && requestId !== '' ? requestId : undefined
}

const endSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
