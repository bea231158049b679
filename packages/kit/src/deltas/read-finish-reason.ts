import type { FinishReason } from '@tabby/core'
import { toUnreadError } from './to-unread-error.js'

/** Reads why an answer ended. Some servers write a blank text, or a word for nothing, until it does. */
export function readFinishReason(value: unknown): FinishReason | null {
  if (value === undefined || value === null || value === false) return null
  if (typeof value !== 'string') throw toUnreadError('the finish_reason')
  return /^\s*(?:null|none|nil|undefined|)\s*$/i.test(value) ? null : value
}
