import type { GeneratedToken } from '../job/generated-token.js'
import type { OutputPiece, OutputSplitter } from './output-piece.js'

/** Which tags a splitter knows. */
export interface TagSettings {
  readonly reasoning: { readonly startToken: string; readonly endToken: string } | undefined
  readonly tools: { readonly startToken: string; readonly endToken: string } | undefined
  /** The prompt ends within reasoning. */
  readonly beginsInReasoning: boolean
}

type State = 'content' | 'reasoning' | 'tool'

/**
 * Sorts output by tags. An end of the text that could become a tag waits: `<` and `function` come as one piece where
 * `<think>` is looked for (chat_tools_choice_none_stream). After reasoning, blanks wait for the first word
 * (chat_reasoning_enable_thinking_stream).
 */
export function splitTags({ reasoning, tools, beginsInReasoning }: TagSettings): OutputSplitter {
  let state: State = beginsInReasoning && reasoning ? 'reasoning' : 'content'
  /** Where the text goes on after a tool call. */
  let around: 'content' | 'reasoning' = 'content'
  let hasCrossed = false
  let buffer = ''
  let waiting: GeneratedToken[] = []
  let toolText = ''
  let leading: string | undefined

  const tagsHere = (): { tag: string; next: State }[] => {
    if (state === 'tool') return tools ? [{ tag: tools.endToken, next: around }] : []
    const found: { tag: string; next: State }[] = []
    if (reasoning && state === 'content') found.push({ tag: reasoning.startToken, next: 'reasoning' })
    if (reasoning) found.push({ tag: reasoning.endToken, next: 'content' })
    // A call may stand in the middle of reasoning (undeclared_tools__say_tool_in_think).
    if (tools) found.push({ tag: tools.startToken, next: 'tool' })
    return found
  }

  const emit = (text: string, pieces: OutputPiece[]): void => {
    if (state === 'tool') {
      toolText += text
      waiting = []
      return
    }
    if (text === '') return
    let whole = text
    if (state === 'content' && leading !== undefined) {
      leading += text
      if (leading.trim() === '') return
      whole = leading
      leading = undefined
    }
    pieces.push({ channel: state, text: whole, tokens: waiting })
    waiting = []
  }

  const drain = (pieces: OutputPiece[], atEnd: boolean): void => {
    for (;;) {
      const tags = tagsHere()
      let first: { tag: string; next: State } | undefined
      let at = buffer.length
      for (const tag of tags) {
        const found = buffer.indexOf(tag.tag)
        if (found >= 0 && found < at) {
          at = found
          first = tag
        }
      }
      if (!first) {
        const held = atEnd ? 0 : heldLength(buffer, tags)
        const text = buffer.slice(0, buffer.length - held)
        buffer = buffer.slice(buffer.length - held)
        return emit(text, pieces)
      }
      emit(buffer.slice(0, at), pieces)
      hasCrossed = true
      if (state === 'tool' || first.next === 'tool') toolText += first.tag
      if (state !== 'tool' && first.next === 'tool') around = state
      if (first.tag === reasoning?.endToken) leading = ''
      buffer = buffer.slice(at + first.tag.length)
      waiting = []
      state = first.next
    }
  }

  return {
    feed(text, tokens) {
      const pieces: OutputPiece[] = []
      buffer += text
      waiting.push(...tokens)
      hasCrossed = false
      drain(pieces, false)
      // What crosses a tag loses its log probabilities (logprobs_around_tags__say_logprobs_chunk_stream).
      return hasCrossed ? pieces.map((piece) => ({ ...piece, tokens: [] })) : pieces
    },
    finish() {
      const pieces: OutputPiece[] = []
      drain(pieces, true)
      // Blanks after reasoning that no word follows are dropped (held_text__say_empty_thinking_stream).
      leading = undefined
      return pieces.map((piece) => ({ ...piece, tokens: [] }))
    },
    get toolText() {
      return toolText
    },
  }
}

/**
 * Length of the longest end of a text with which one of the tags begins. Where a tool call may begin, blanks behind it
 * wait too: `<tool ` is sent as one piece.
 */
function heldLength(text: string, tags: readonly { tag: string; next: State }[]): number {
  let held = 0
  // Most tokens hold no beginning of a tag at all, and this runs for each of them.
  if (!tags.some(({ tag }) => text.includes(tag.charAt(0)))) return 0
  for (const { tag, next } of tags) {
    const words = next === 'tool' ? text.trimEnd() : text
    const blanks = text.length - words.length
    for (let length = Math.min(tag.length - 1 - blanks, words.length); length > held - blanks; length--) {
      if (length > 0 && words.endsWith(tag.slice(0, length))) held = length + blanks
    }
  }
  return held
}
