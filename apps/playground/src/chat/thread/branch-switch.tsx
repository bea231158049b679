import { Button } from '../../ui/button.js'
import { threadWords } from '../../words/thread-words.js'
import { chooseBranch } from '../conversation/choose-branch.js'
import type { Turn } from '../conversation/conversation.js'
import { current, updateConversation } from '../state/conversations.js'

/** Switches between the versions of a turn; renders nothing if there is only one. */
export function BranchSwitch({ turn, siblings }: { turn: Turn; siblings: readonly Turn[] }) {
  if (siblings.length < 2) return null
  const place = siblings.findIndex(({ id }) => id === turn.id)
  const choose = (sibling: Turn | undefined) => {
    if (sibling) updateConversation(current.value.id, (conversation) => chooseBranch(conversation, sibling.id))
  }
  return (
    <span class="branch-switch" role="group" aria-label={threadWords.versions}>
      <Button
        kind="quiet"
        label={threadWords.previousVersion}
        disabled={place === 0}
        onClick={() => choose(siblings[place - 1])}
      >
        ‹
      </Button>
      <span>
        {place + 1} / {siblings.length}
      </span>
      <Button
        kind="quiet"
        label={threadWords.nextVersion}
        disabled={place === siblings.length - 1}
        onClick={() => choose(siblings[place + 1])}
      >
        ›
      </Button>
    </span>
  )
}
