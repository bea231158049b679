/** A piece of output, sorted by where it belongs. */
export interface OutputPiece {
  readonly channel: 'content' | 'reasoning'
  readonly text: string
}

/** Sorts generated text as it comes: reasoning, content, and tool calls, which are only kept. */
export interface OutputSplitter {
  feed(text: string): OutputPiece[]
  /** What was held back, at the end. */
  finish(): OutputPiece[]
  /**
   * Whether what was fed last is content and crossed no tag: the log probabilities of such tokens alone are shown
   * (logprobs_around_tags__say_logprobs_chunk_stream).
   */
  readonly isContent: boolean
  /** The raw text of the tool calls, markup included; empty when none was begun. */
  readonly toolText: string
  /** The tool calls, when the markup needs no parser of its own. */
  readonly calls?: readonly { readonly name: string; readonly arguments: string }[]
}
