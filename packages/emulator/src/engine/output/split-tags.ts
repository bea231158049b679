import { cutAtMarks } from './cut-at-marks.js'
import type { OutputPiece, OutputSplitter } from './output-piece.js'

/** Which tags a splitter knows. */
export interface TagSettings {
  readonly reasoning: { readonly startToken: string; readonly endToken: string } | undefined
  readonly tools: { readonly startToken: string; readonly endToken: string } | undefined
  /** The prompt ends within reasoning. */
  readonly beginsInReasoning: boolean
}

/**
 * Sorts output by tags, which count wherever they stand: a call may begin in the middle of reasoning
 * (undeclared_tools__say_tool_in_think), an end tag may have no beginning, and a tag of reasoning within a call is lost.
 */
export function splitTags({ reasoning, tools, beginsInReasoning }: TagSettings): OutputSplitter {
  const cutter = cutAtMarks([reasoning, tools].flatMap((tags) => (tags ? [tags.startToken, tags.endToken] : [])))
  let isReasoning = beginsInReasoning && reasoning !== undefined
  let isCall = false
  let hasCrossed = false
  let toolText = ''
  /** Blanks after reasoning, which wait for the first word (chat_reasoning_enable_thinking_stream). */
  let leading: string | undefined
  let pieces: OutputPiece[] = []

  const take = (text: string): void => {
    if (isCall) toolText += text
    else if (isReasoning) pieces.push({ channel: 'reasoning', text })
    else if (leading === undefined) pieces.push({ channel: 'content', text })
    else {
      leading += text
      if (leading.trim() === '') return
      pieces.push({ channel: 'content', text: leading })
      leading = undefined
    }
  }

  const cross = (tag: string): void => {
    hasCrossed = true
    if (tag === tools?.startToken || tag === tools?.endToken) {
      toolText += tag
      isCall = tag === tools.startToken
    } else if (!isCall) {
      isReasoning = tag === reasoning?.startToken
      leading = isReasoning ? undefined : (leading ?? '')
    }
  }

  const collect = (fill: () => void): OutputPiece[] => {
    pieces = []
    fill()
    return pieces
  }

  return {
    feed(text) {
      hasCrossed = false
      return collect(() => cutter.feed(text, take, cross))
    },
    // Blanks after reasoning that no word follows are dropped (held_text__say_empty_thinking_stream).
    finish: () => collect(() => cutter.held !== '' && take(cutter.held)),
    get isContent() {
      return !hasCrossed && !isReasoning && !isCall
    },
    get toolText() {
      return toolText
    },
  }
}
