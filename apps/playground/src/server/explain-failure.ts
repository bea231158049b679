import { isTabbyError, type TabbyErrorCode } from '@tabby/core'
import { getAdvice } from '@tabby/health'
import { shellWords } from '../words/shell-words.js'

/** What went wrong, for a person. */
export interface Explanation {
  /** What happened, in a few words. */
  readonly title: string
  /** The error message. */
  readonly detail: string
  /** What to do about it. */
  readonly advice?: string
}

/** Advice that applies only to this page, after the general advice. */
const ownAdvice: Partial<Record<TabbyErrorCode, string>> = {
  authentication_error: shellWords.youCanChangeTheKey,
  permission_error: shellWords.youCanChangeTheKey,
  connection_error: shellWords.aBrowserAlsoHidesSome,
  no_model_loaded: shellWords.youCanLoadOneUnder,
  context_length_exceeded: shellWords.youCanAlsoStartA,
}

/** Explains what went wrong, and what to do about it. */
export function explainFailure(error: unknown): Explanation {
  const detail = readMessage(error)
  if (!isTabbyError(error)) return { title: shellWords.somethingWentWrong, detail }
  const { title, advice } = getAdvice(error)
  return { title, detail, advice: [advice, ownAdvice[error.code]].filter(Boolean).join(' ') }
}

/** The same in one paragraph, for a reply that failed. */
export function describeFailure(error: unknown): string {
  const { detail, advice } = explainFailure(error)
  return advice ? `${endSentence(detail)} ${advice}` : detail
}

/** The error message, with the id that a gateway gave the request: its log shows more under that id. */
function readMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { requestId } = error as { requestId?: unknown }
  return typeof requestId === 'string' && requestId !== ''
    ? shellWords.request(error.message, requestId)
    : error.message
}

/** Ends a text with one full stop. Not by `/[.\s]*$/`, which is quadratic on a text with many blanks. */
function endSentence(text: string): string {
  let end = text.length
  while (end > 0 && /[.\s]/.test(text[end - 1]!)) end--
  return `${text.slice(0, end)}.`
}
