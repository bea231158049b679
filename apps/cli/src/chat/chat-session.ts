import type { TabbyClient } from '@tabby/core'
import type { Report } from '../output/report.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Conversation } from './conversation.js'

/** What an interactive chat and its commands work with. */
export interface ChatSession {
  readonly client: TabbyClient
  readonly terminal: Terminal
  readonly report: Report
  readonly conversation: Conversation
  /** Somebody has said `--yes`: tools run unasked. */
  readonly isSure?: boolean
}
