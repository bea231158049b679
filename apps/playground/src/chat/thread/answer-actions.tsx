import type { TabbyClient } from '@tabby/core'
import { Button } from '../../ui/button.js'
import { CopyButton } from '../../ui/copy-button.js'
import { readAnswerText } from '../answer/read-answer-text.js'
import type { AnswerTurn, Turn } from '../conversation/conversation.js'
import { currentGeneration } from '../state/generation.js'
import { writeAnswer } from '../state/write-answer.js'
import { BranchSwitch } from './branch-switch.js'

/** Props of the buttons below a reply. */
export interface AnswerActionsProps {
  turn: AnswerTurn
  siblings: readonly Turn[]
  client: TabbyClient
  showsTokens?: boolean
  /** Present only if the probabilities are known. */
  onTokens?: (shows: boolean) => void
}

/** Buttons below a reply. */
export function AnswerActions({ turn, siblings, client, showsTokens = false, onTokens }: AnswerActionsProps) {
  return (
    <div class="turn-actions">
      <BranchSwitch turn={turn} siblings={siblings} />
      {currentGeneration.value ? null : (
        <Button kind="quiet" onClick={() => void writeAnswer(client, { parent: turn.parent })}>
          {turn.end === 'failed' ? 'Try again' : 'Regenerate'}
        </Button>
      )}
      <CopyButton text={() => readAnswerText(turn.parts)} />
      {onTokens ? (
        <Button kind="quiet" aria-pressed={showsTokens} onClick={() => onTokens(!showsTokens)}>
          Probabilities
        </Button>
      ) : null}
    </div>
  )
}
