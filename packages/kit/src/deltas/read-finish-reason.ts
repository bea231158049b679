import type { FinishReason } from '@tabby/core'
import { toUnreadError } from './to-unread-error.js'

/** Reads why an answer ended. Some servers write an empty text, or the word `null`, until it does. */
export function readFinishReason(value: unknown): FinishReason | null {
  if (value === undefined || value === null || value === false) return null
  if (typeof value !== 'string') throw toUnreadError('the finish_reason')
  return /^(?:null|none|)$/i.test(value) ? null : value
}
