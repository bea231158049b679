import './answer-parts.css'
import { memo, Suspense } from 'preact/compat'
import { fetchLater } from '../../shell/fetch-later.js'
import { threadWords } from '../../words/thread-words.js'
import type { AnswerPart } from '../conversation/conversation.js'

const JsonValue = fetchLater(() => import('./json-value.js').then((loaded) => loaded.JsonValue))
const Markdown = fetchLater(() => import('../markdown/markdown.js').then((loaded) => loaded.Markdown))
const TokenChances = fetchLater(() => import('./token-chances.js').then((loaded) => loaded.TokenChances))
const ToolCallView = fetchLater(() => import('./tool-call-view.js').then((loaded) => loaded.ToolCallView))

/** Props of a part of a reply. */
export interface AnswerPartProps {
  part: AnswerPart
  showsTokens: boolean
  isGrowing: boolean
  /** Continues after the token at this place, or another one in its place. */
  onContinue?: ((place: number, token: string) => void) | undefined
}

/** Reasoning, text or a call. */
export const AnswerPartView = memo((props: AnswerPartProps) => (
  <Suspense fallback={props.part.type === 'text' ? <div class="plain-text">{props.part.text}</div> : null}>
    <Part {...props} />
  </Suspense>
))

function Part({ part, showsTokens, isGrowing, onContinue }: AnswerPartProps) {
  if (part.type === 'object') return <JsonValue value={part.value} />
  if (part.type === 'tool') return <ToolCallView part={part} />
  if (part.type === 'reasoning') {
    return (
      <details class="reasoning">
        <summary>{isGrowing ? threadWords.thinking : threadWords.reasoning}</summary>
        <div class="reasoning-text">{part.text}</div>
      </details>
    )
  }
  if (showsTokens && part.tokens) return <TokenChances tokens={part.tokens} {...(onContinue ? { onContinue } : {})} />
  return <Markdown text={part.text} />
}
