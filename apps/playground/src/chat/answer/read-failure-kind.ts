import { isTabbyError } from '@tabby/core'
import type { AnswerTurn } from '../conversation/conversation.js'

/** Says at which point a reply failed: before it was sent, at the server, or while it was written. */
export function readFailureKind(error: unknown, isSent: boolean): NonNullable<AnswerTurn['failed']> {
  if (!isTabbyError(error)) return isSent ? 'interrupted' : 'not-sent'
  switch (error.name) {
    case 'TabbyRequestError':
      return 'not-sent'
    case 'TabbyApiError':
      return 'refused'
    case 'TabbyConnectionError':
      return 'unreachable'
    default:
      return 'interrupted'
  }
}
