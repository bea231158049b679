import type { TabbyClient } from '@tabby/core'
import { memo, Suspense } from 'preact/compat'
import { useState } from 'preact/hooks'
import { fetchLater } from '../../shell/fetch-later.js'
import { Button } from '../../ui/button.js'
import { useFocusReturn } from '../../ui/use-focus-return.js'
import { threadWords } from '../../words/thread-words.js'
import type { QuestionTurn, Turn } from '../conversation/conversation.js'
import { askQuestion } from '../state/ask-question.js'
import { deleteTurn, insertBelow, rewriteTurn } from '../state/edit-turns.js'
import { isBusy } from '../state/generation.js'
import { BranchSwitch } from './branch-switch.js'
import { TurnEditor } from './turn-editor.js'
import { TurnMenu } from './turn-menu.js'
import { useSwipe } from './use-swipe.js'

const PassageList = fetchLater(() => import('../documents/passage-list.js').then((loaded) => loaded.PassageList))

/** Props of a message. */
export interface QuestionProps {
  turn: QuestionTurn
  siblings: readonly Turn[]
  client: TabbyClient
}

/** A message of the user. An edit is another version, with its own reply. */
export const Question = memo(({ turn, siblings, client }: QuestionProps) => {
  // An inserted message is empty, and is written next.
  const [isEdited, setEdited] = useState(!turn.text && turn.images.length === 0 && !turn.files)
  const actions = useFocusReturn<HTMLDivElement>(isEdited)
  const swipe = useSwipe(turn, siblings)
  if (isEdited) {
    const send = (text: string) => {
      setEdited(false)
      void askQuestion(client, { text, images: turn.images, files: turn.files ?? [], parent: turn.parent })
    }
    const save = (text: string) => {
      setEdited(false)
      rewriteTurn(turn, text)
    }
    return (
      <TurnEditor
        label={threadWords.editTheMessage}
        text={turn.text}
        onSave={save}
        onSend={send}
        onCancel={() => setEdited(false)}
      />
    )
  }
  return (
    <article class="turn turn-question" aria-label={threadWords.you} {...swipe}>
      <h2 class="visually-hidden">{threadWords.you}</h2>
      {turn.images.length ? (
        <div class="question-images">
          {turn.images.map((url, place) => (
            <img key={place} src={url} alt={threadWords.attachedImage(place + 1)} />
          ))}
        </div>
      ) : null}
      {turn.files?.map((file, place) => (
        <details key={place} class="question-file">
          <summary>{file.name}</summary>
          <pre tabIndex={0} role="region" aria-label={file.name}>
            {file.text}
          </pre>
        </details>
      ))}
      {turn.unseen ? <p class="question-unseen">{threadWords.theModelCannotSeeImages}</p> : null}
      {turn.text ? <p class="question-text">{turn.text}</p> : null}
      {turn.passages ? (
        <Suspense fallback={null}>
          <PassageList turn={turn} />
        </Suspense>
      ) : null}
      <div class="turn-actions" ref={actions}>
        <BranchSwitch turn={turn} siblings={siblings} />
        {isBusy.value ? null : (
          <>
            <Button kind="quiet" data-opens-editor onClick={() => setEdited(true)}>
              {threadWords.edit}
            </Button>
            <TurnMenu
              actions={[
                { label: threadWords.insertAReplyBelow, run: () => insertBelow(turn) },
                { label: threadWords.deleteThisMessage, run: () => deleteTurn(turn.id) },
              ]}
            />
          </>
        )}
      </div>
    </article>
  )
})
