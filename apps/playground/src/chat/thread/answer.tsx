import type { TabbyClient } from '@tabby/core'
import { memo } from 'preact/compat'
import { useState } from 'preact/hooks'
import { Notice } from '../../ui/notice.js'
import { useFocusReturn } from '../../ui/use-focus-return.js'
import { threadWords } from '../../words/thread-words.js'
import { readAnswerText } from '../answer/read-answer-text.js'
import { cutParts } from '../answer/cut-parts.js'
import type { AnswerTurn, Turn } from '../conversation/conversation.js'
import { createId } from '../conversation/create-conversation.js'
import { beginAnswer } from '../state/begin-answer.js'
import { rewriteTurn } from '../state/edit-turns.js'
import { currentGeneration } from '../state/generation.js'
import { AnswerActions } from './answer-actions.js'
import { AnswerPartView } from './answer-part-view.js'
import { AnswerFigures } from './answer-figures.js'
import { describeEnd } from './describe-end.js'
import { TurnEditor } from './turn-editor.js'
import { useSwipe } from './use-swipe.js'

const failureTitles = {
  'not-sent': threadWords.theMessageWasNotSent,
  refused: threadWords.theServerRefusedTheRequest,
  unreachable: threadWords.cannotReachTheServer,
  interrupted: threadWords.theReplyWasInterrupted,
}

/** Props of a reply. */
export interface AnswerProps {
  turn: AnswerTurn
  siblings: readonly Turn[]
  client: TabbyClient
}

/** A reply of the model. While it is written, only its last block is rendered again, once per frame. */
export const Answer = memo(({ turn: kept, siblings, client }: AnswerProps) => {
  const [showsTokens, setShowsTokens] = useState(false)
  const text = readAnswerText(kept.parts)
  // An inserted reply is empty, and is written next.
  const [isEdited, setEdited] = useState(kept.parts.length > 0 && !text && kept.parts[0]?.type === 'text')
  const article = useFocusReturn<HTMLElement>(isEdited)
  const swipe = useSwipe(kept, siblings)
  const generation = currentGeneration.value
  const isLive = generation?.turnId === kept.id
  const turn = isLive ? generation.turn.value : kept
  const hasTokens = turn.parts.some((part) => part.type === 'text' && part.tokens?.length)
  const last = turn.parts.at(-1)
  if (isEdited && !isLive) {
    const save = (changed: string) => {
      setEdited(false)
      rewriteTurn(turn, changed)
    }
    return <TurnEditor label={threadWords.editTheReply} text={text} onSave={save} onCancel={() => setEdited(false)} />
  }
  const continueFrom = (place: number, at: number, token: string) => {
    const continued = {
      ...turn,
      id: createId(),
      parts: cutParts(turn.parts, { place, at, token }),
      statistics: undefined,
    }
    void beginAnswer(client, { parent: turn.parent, continued })
  }
  const end = isLive ? undefined : describeEnd(turn)
  return (
    <article
      ref={article}
      class="turn turn-answer"
      aria-label={threadWords.replyOf(turn.model)}
      aria-busy={isLive}
      {...swipe}
    >
      <h2 class="visually-hidden">{threadWords.reply}</h2>
      {turn.leftOut ? <p class="answer-left-out">{threadWords.leftOut(turn.leftOut)}</p> : null}
      {turn.parts.map((part, place) => (
        <AnswerPartView
          key={place}
          part={part}
          showsTokens={showsTokens}
          isGrowing={isLive && part === last}
          {...(showsTokens && !generation
            ? { onContinue: (at: number, token: string) => continueFrom(place, at, token) }
            : {})}
        />
      ))}
      {isLive && !last ? <p class="answer-waiting">{threadWords.readingThePrompt}</p> : null}
      {turn.failure ? (
        <Notice kind="error" title={failureTitles[turn.failed ?? 'interrupted']}>
          {turn.failure}
        </Notice>
      ) : null}
      {end ? <p class="answer-end">{end}</p> : null}
      {turn.statistics ? <AnswerFigures statistics={turn.statistics} isLive={isLive} /> : null}
      {isLive ? null : (
        <AnswerActions
          turn={turn}
          siblings={siblings}
          client={client}
          onEdit={() => setEdited(true)}
          {...(hasTokens ? { showsTokens, onTokens: setShowsTokens } : {})}
        />
      )}
    </article>
  )
})
