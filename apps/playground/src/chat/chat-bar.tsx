import { Button } from '../ui/button.js'
import { Icon } from '../ui/icon.js'
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
        <span>Conversations</span>
      </Button>
      <div class="chat-head">
        <h1 class="chat-title" title={current.value.title}>
          {current.value.title || 'New conversation'}
        </h1>
        <ModelPicker />
      </div>
      <BusyElsewhere />
      <Button kind="quiet" class="chat-switch" aria-expanded={showsSettings} onClick={onSettings}>
        <Icon name="sliders" />
        <span>Settings</span>
      </Button>
    </div>
  )
}
