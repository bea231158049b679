import { Button } from '../ui/button.js'
import { Icon } from '../ui/icon.js'
import { chatWords } from '../words/chat-words.js'
import { BusyElsewhere } from './busy-elsewhere.js'
import { ModelPicker } from './model/model-picker.js'
import { current } from './state/conversations.js'

/** Props of the bar above a conversation. */
export interface ChatBarProps {
  showsList: boolean
  showsSettings: boolean
  onList: () => void
  onSettings: () => void
}

/** The name of the conversation, the model, and the switches of the panels beside it. */
export function ChatBar({ showsList, showsSettings, onList, onSettings }: ChatBarProps) {
  return (
    <div class="chat-bar">
      <Button kind="quiet" class="chat-switch" aria-expanded={showsList} onClick={onList}>
        <Icon name="list" />
        <span>{chatWords.conversations}</span>
      </Button>
      <div class="chat-head">
        <h1 class="chat-title" title={current.value.title}>
          {current.value.title || chatWords.newConversation}
        </h1>
        <ModelPicker />
      </div>
      <BusyElsewhere />
      <Button kind="quiet" class="chat-switch" aria-expanded={showsSettings} onClick={onSettings}>
        <Icon name="sliders" />
        <span>{chatWords.settings}</span>
      </Button>
    </div>
  )
}
