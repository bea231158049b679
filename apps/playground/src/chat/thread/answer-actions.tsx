import type { TabbyClient } from '@tabby/core'
import { Button } from '../../ui/button.js'
import { CopyButton } from '../../ui/copy-button.js'
import { threadWords } from '../../words/thread-words.js'
import { readAnswerText } from '../answer/read-answer-text.js'
import type { AnswerTurn, Turn } from '../conversation/conversation.js'
import { beginAnswer } from '../state/begin-answer.js'
import { deleteTurn, insertBelow } from '../state/edit-turns.js'
import { isBusy } from '../state/generation.js'
import { BranchSwitch } from './branch-switch.js'
import { TurnMenu } from './turn-menu.js'

/** Props of the buttons below a reply. */
export interface AnswerActionsProps {
  turn: AnswerTurn
  siblings: readonly Turn[]
  client: TabbyClient
  showsTokens?: boolean
  /** Present only if the probabilities are known. */
  onTokens?: (shows: boolean) => void
  onEdit: () => void
}

/** Buttons below a reply. */
export function AnswerActions(props: AnswerActionsProps) {
  const { turn, siblings, client, showsTokens = false, onTokens, onEdit } = props
  const isRunning = isBusy.value
  // The server continues a text; a reply that ended with a call or a value is complete.
  const isContinuable = turn.parts.at(-1)?.type === 'text'
  return (
    <div class="turn-actions">
      <BranchSwitch turn={turn} siblings={siblings} />
      {isRunning || !turn.parent ? null : (
        <Button kind="quiet" onClick={() => void beginAnswer(client, { parent: turn.parent })}>
          {turn.end === 'failed' ? threadWords.tryAgain : threadWords.regenerate}
        </Button>
      )}
      {isRunning || !isContinuable ? null : (
        <Button kind="quiet" onClick={() => void beginAnswer(client, { parent: turn.parent, continued: turn })}>
          {threadWords.continue}
        </Button>
      )}
      <CopyButton text={() => readAnswerText(turn.parts)} />
      {onTokens ? (
        <Button kind="quiet" aria-pressed={showsTokens} onClick={() => onTokens(!showsTokens)}>
          {threadWords.probabilities}
        </Button>
      ) : null}
      {isRunning ? null : (
        <>
          <Button kind="quiet" data-opens-editor onClick={onEdit}>
            {threadWords.edit}
          </Button>
          <TurnMenu
            actions={[
              { label: threadWords.insertAMessageBelow, run: () => insertBelow(turn) },
              { label: threadWords.deleteThisReply, run: () => deleteTurn(turn.id) },
            ]}
          />
        </>
      )}
    </div>
  )
}
