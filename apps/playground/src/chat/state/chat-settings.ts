import { effect, signal } from '@preact/signals'
import { keepValue } from '../../ui/kept-value.js'
import { readKeptFields } from '../../ui/read-kept-fields.js'

/** How answers are made. */
export interface ChatSettings {
  /** What was typed into each sampler field; an empty one is left to the server. */
  samplers: Record<string, string>
  /** Whether the model thinks; `default` leaves it to the model's template. */
  thinking: 'default' | 'on' | 'off'
  /** Whether probabilities are asked for. */
  showsChances: boolean
  /** Names of the tools that the model may call. */
  tools: string[]
  /** Whether somebody is asked before each call. */
  asksBeforeCalls: boolean
  /** Whether answers have to follow the schema. */
  usesSchema: boolean
  schema: string
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
}

/** The settings in force. They outlive the tab: there is nothing secret in them. */
export const chatSettings = signal<ChatSettings>(readKeptFields('localStorage', place, defaults))

/** Changes some of them. */
export function changeChatSettings(change: Partial<ChatSettings>): void {
  chatSettings.value = { ...chatSettings.value, ...change }
}

effect(() => keepValue('localStorage', place, JSON.stringify(chatSettings.value)))
