import type { ToolEvent } from '@tabby/chat'
import type { ToolCall, Usage } from '@tabby/core'
import type { TokenChance } from '../conversation/conversation.js'

/** One thing that happens while a reply is written, with tools or without. */
export type AnswerEvent =
  | { type: 'reasoning'; text: string }
  | { type: 'text'; text: string; tokens?: TokenChance[] | undefined }
  | { type: 'object'; value: unknown }
  | { type: 'tool-call'; call: ToolCall }
  | { type: 'tool-result'; call: ToolCall; content: string; isProblem: boolean }
  | { type: 'usage'; usage: Usage }
  | Extract<ToolEvent, { type: 'step' }>
  | { type: 'end'; model: string; end: string; usage: Usage | undefined }
