import type { GeneratedToken } from '../job/generated-token.js'

/** A piece of output, sorted by where it belongs. */
export interface OutputPiece {
  readonly channel: 'content' | 'reasoning'
  readonly text: string
  /** Its tokens, as far as their log probabilities are told. */
  readonly tokens: readonly GeneratedToken[]
}

/** Sorts generated text as it comes: reasoning, content, and tool calls, which are only kept. */
export interface OutputSplitter {
  feed(text: string, tokens: readonly GeneratedToken[]): OutputPiece[]
  /** What was held back, at the end. */
  finish(): OutputPiece[]
  /** The raw text of the tool calls, markup included; empty when none was begun. */
  readonly toolText: string
  /** The tool calls, when the markup needs no parser of its own. */
  readonly calls?: readonly { readonly name: string; readonly arguments: string }[]
}
