import type { Turn } from '../../time/turn.js'
import type { Script } from '../script/script.js'
import type { StopSearcher } from './stop-strings.js'

/** What one generation is to do. */
export interface JobSettings {
  readonly script: Script
  /** Which of the request's choices it is. */
  readonly choice: number
  readonly promptTokens: number
  readonly maxTokens: number
  readonly minTokens: number
  /** Looks for the stop strings in this choice alone. */
  readonly stops: StopSearcher
  readonly stopTokens: ReadonlySet<number>
  /** When others get their turn; all choices of a request share one. */
  readonly turn: Turn
  /** Tokens that are handed out together. */
  readonly chunk: number
  readonly tokenMilliseconds: number
  readonly prefillMilliseconds: number
  /** Crash after so many tokens, with this description. */
  readonly crash?: { after: number; description: string }
  /** Reading the first result throws this: other jobs lose their generator silently. */
  readonly consumerFailure?: string
  /** The first token has probability 0. */
  readonly impossible: boolean
}
