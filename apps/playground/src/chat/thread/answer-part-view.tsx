import './answer-parts.css'
import { memo } from 'preact/compat'
import type { AnswerPart } from '../conversation/conversation.js'
import { Markdown } from '../markdown/markdown.js'
import { JsonValue } from './json-value.js'
import { TokenChances } from './token-chances.js'
import { ToolCallView } from './tool-call-view.js'

/** Props of a part of a reply. */
export interface AnswerPartProps {
  part: AnswerPart
  showsTokens: boolean
  isGrowing: boolean
}

/** Reasoning, text or a call. */
export const AnswerPartView = memo(({ part, showsTokens, isGrowing }: AnswerPartProps) => {
  if (part.type === 'object') return <JsonValue value={part.value} />
  if (part.type === 'tool') return <ToolCallView part={part} />
  if (part.type === 'reasoning') {
    return (
      <details class="reasoning">
        <summary>{isGrowing ? 'Thinking…' : 'Reasoning'}</summary>
        <div class="reasoning-text">{part.text}</div>
      </details>
    )
  }
  if (showsTokens && part.tokens) return <TokenChances tokens={part.tokens} />
  return <Markdown text={part.text} />
})
