import type { Conversation } from './engine/script/scripted-answer.js'
import type { Fault } from './faults/fault.js'
import type { Dispatch } from './http/dispatcher.js'
import type { JournalEntry } from './journal/journal.js'
import type { ServerHealthIssue } from './state/server-health.js'
import type { Keys } from './world/world.js'

/** A TabbyAPI server without a GPU, in this very process. */
export interface Emulator {
  /** A drop-in for a client's `fetch`: takes a `Request`, or an address and its options, and touches no socket. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>
  /** Answers a request of any transport; `listen` from `@tabby/emulator/node` is built on it. */
  readonly dispatch: Dispatch
  /** Replaces the accepted keys from now on; streams that are running go on (keys_rotated_during_stream). */
  rotateKeys(keys: Keys | undefined): void
  /** Replaces what goes wrong on purpose; an empty list puts everything right again. Throws a `WorldError` for a fault that is not valid. */
  useFaults(faults: readonly Fault[]): void
  /** Replaces what the model says from the next request on; every line begins anew. Throws a `WorldError` for a broken line. */
  switchConversation(conversation: Conversation): void
  /** The last requests, oldest first; empty unless `journal` says how many to keep. */
  readonly journal: readonly JournalEntry[]
  /** What `/health` would say is wrong. */
  readonly healthIssues: readonly ServerHealthIssue[]
}
