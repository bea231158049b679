import { isTabbyError, type TabbyErrorCode } from '@tabby/core'
import { readFailureText } from '../../server/read-failure-text.js'

/** What somebody in front of the page can do. The error's own words stand before it. */
const advice: Partial<Record<TabbyErrorCode, string>> = {
  no_model_loaded: 'Load a model in the Models view, then try again.',
  context_length_exceeded: 'Start a new conversation, or go back to an earlier question and edit it.',
  authentication_error: 'The key is missing or wrong: enter it in the Connection view.',
  permission_error: 'This key may not do that: enter another one in the Connection view.',
  connection_error: 'Is the server running? The Connection view finds out what is wrong.',
  timeout: 'The server is there but does not answer. Was the model unloaded meanwhile?',
  rate_limit_exceeded: 'Wait a moment, then try again.',
  generation_failed: 'Try again. If it happens again, reset the samplers or look into the log of the server.',
  validation_error: 'Look at the samplers in the settings: the server takes one of them for wrong.',
  server_error: 'The log of the server says what happened.',
}

/** What went wrong, and what to do, in words. */
export function describeChatFailure(error: unknown): string {
  const message = readFailureText(error)
  if (!isTabbyError(error)) return message
  if (error.name === 'TabbyStreamError' && error.reason === 'truncated') {
    return 'The connection broke off. What had arrived is kept. Try again when the server is back.'
  }
  const hint = Object.hasOwn(advice, error.code) ? advice[error.code] : undefined
  return hint ? `${endSentence(message)} ${hint}` : message
}

/** Gives a text one full stop at its end. Not by `/[.\s]*$/`, which is quadratic on a text with many blanks. */
function endSentence(text: string): string {
  let end = text.length
  while (end > 0 && /[.\s]/.test(text[end - 1]!)) end--
  return `${text.slice(0, end)}.`
}
