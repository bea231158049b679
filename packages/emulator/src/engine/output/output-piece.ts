import type { GeneratedToken } from '../job/generated-token.js'

/** A piece of output, sorted by where it belongs. */
export interface OutputPiece {
  readonly channel: 'content' | 'reasoning'
  readonly text: string
  readonly tokens: readonly GeneratedToken[]
}

/** Sorts generated text as it comes: reasoning, content, and tool calls, which are only kept. */
export interface OutputSplitter {
  feed(text: string, tokens: readonly GeneratedToken[]): OutputPiece[]
  /** What was held back, at the end. */
  finish(): OutputPiece[]
  /** The raw text of the tool calls, markup included; empty when none was begun. */
  readonly toolText: string
}
