import type { Conversation } from './engine/script/scripted-answer.js'
import type { Fault } from './faults/fault.js'
import type { Dispatch } from './http/dispatcher.js'
import type { JournalEntry } from './journal/journal.js'
import type { ServerHealthIssue } from './state/server-health.js'
import type { Keys } from './world/world.js'

/** A TabbyAPI server without a GPU, in this process. */
export interface Emulator {
  /** A replacement for `fetch`: takes a `Request`, or an address and its options, and opens no socket. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>
  /** Handles a request of any transport; `listen` from `@tabby/emulator/node` is built on it. */
  readonly dispatch: Dispatch
  /** Replaces the accepted keys. Running streams continue (keys_rotated_during_stream). */
  rotateKeys(keys: Keys | undefined): void
  /** Replaces the faults; an empty list removes them. Throws a `WorldError` for a fault that is not valid. */
  useFaults(faults: readonly Fault[]): void
  /** Replaces the scripted conversation from the next request on; every line starts over. Throws a `WorldError` for a line that is not valid. */
  switchConversation(conversation: Conversation): void
  /** The last requests, oldest first; empty unless the option `journal` is set. */
  readonly journal: readonly JournalEntry[]
  /** The issues that `/health` reports. */
  readonly healthIssues: readonly ServerHealthIssue[]
}
