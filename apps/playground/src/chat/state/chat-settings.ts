import { effect, signal } from '@preact/signals'
import { keepValue } from '../../ui/kept-value.js'
import { readKeptFields } from '../../ui/read-kept-fields.js'

/** How replies are generated. */
export interface ChatSettings {
  /** The text in each sampler field; an empty one is left to the server. */
  samplers: Record<string, string>
  /** Whether the model reasons; `default` leaves it to the model's template. */
  thinking: 'default' | 'on' | 'off'
  /** Whether probabilities are requested. */
  showsChances: boolean
  /** Names of the tools that the model may call. */
  tools: string[]
  /** Whether the user is asked before each call. */
  asksBeforeCalls: boolean
  /** Whether replies must match the schema. */
  usesSchema: boolean
  schema: string
  /** Whether the oldest turns are left out when a conversation no longer fits. */
  leavesOut: boolean
  /** Text that each reply begins with; empty for none. */
  prefix: string
  /** Further parameters of the request, as JSON; empty for none. */
  extra: string
}

const place = 'tabby-chat-settings'

const defaults: ChatSettings = {
  samplers: {},
  thinking: 'default',
  showsChances: false,
  tools: [],
  asksBeforeCalls: true,
  usesSchema: false,
  schema: `{
  "type": "object",
  "properties": {
    "name": { "type": "string" },
    "age": { "type": "integer" },
    "hobbies": { "type": "array", "items": { "type": "string" } }
  },
  "required": ["name", "age", "hobbies"]
}`,
  leavesOut: true,
  prefix: '',
  extra: '',
}

/** The current settings. They outlive the tab: there is nothing secret in them. */
export const chatSettings = signal<ChatSettings>(readKeptFields('localStorage', place, defaults))

/** Changes some of them. */
export function changeChatSettings(change: Partial<ChatSettings>): void {
  chatSettings.value = { ...chatSettings.value, ...change }
}

effect(() => keepValue('localStorage', place, JSON.stringify(chatSettings.value)))
