import { Button } from '../ui/button.js'
import { chatWords } from '../words/chat-words.js'
import { conversations, current, openConversation } from './state/conversations.js'
import { generations } from './state/generation.js'

/** Says that a tool call in another conversation waits for approval, and leads there. */
export function BusyElsewhere() {
  const waiting = [...generations.value].find(
    ([id, { pendingCall }]) => id !== current.value.id && pendingCall.value !== undefined,
  )
  const conversation = waiting && conversations.value.find(({ id }) => id === waiting[0])
  if (!conversation) return null
  return (
    <Button class="chat-waiting" title={conversation.title} onClick={() => openConversation(conversation)}>
      {chatWords.aToolCallWaits}
    </Button>
  )
}
