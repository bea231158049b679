import type { ChatMessage } from '@tabby/core'
import { ToolRunError, type ToolRunFailure } from './tool-run-error.js'

/** Makes the error of a run. The transcript is kept out of sight of printers: it is the prompt. */
export function toToolRunError(
  reason: ToolRunFailure,
  message: string,
  transcript: readonly ChatMessage[],
  text?: string,
) {
  const error = new ToolRunError(reason === 'step-limit' ? 'request_refused' : 'invalid_response', message, { reason })
  return Object.defineProperties(error, { transcript: { value: transcript }, text: { value: text } })
}
