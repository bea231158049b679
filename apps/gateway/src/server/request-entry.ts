import type { KeyEntry } from '../keys/key-file.js'

/** What is known of one request, for its log line. It holds no key and no text of a conversation. */
export interface RequestEntry {
  readonly id: string
  key?: KeyEntry
  /** The model that answered. */
  model?: string
  promptTokens?: number
  completionTokens?: number
}
