import type { TabbyClient } from '@tabby/core'
import type { Report } from '../output/report.js'
import type { Terminal } from '../terminal/terminal.js'

/** What a command that talks to a server works with. */
export interface CommandContext {
  readonly client: TabbyClient
  /** Address of the server, to show. */
  readonly url: string
  readonly terminal: Terminal
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Whether scripts read the output. */
  readonly json: boolean
  readonly report: Report
  /** Writes a result: the document with `--json`, the lines otherwise. */
  print(document: unknown, lines: readonly string[]): Promise<void>
}
