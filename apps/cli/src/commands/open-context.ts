import type { TabbyClient } from '@tabby/core'
import type { Report } from '../output/report.js'
import type { Terminal } from '../terminal/terminal.js'
import { createReport } from '../output/create-report.js'
import { toJson } from '../output/to-json.js'
import { toVisible } from '../output/terminal-text.js'
import { writeText } from '../output/write-text.js'
import { openClient } from '../server/open-server.js'
import { readServerSettings, type ServerFlags, type ServerSettings } from '../server/read-server-settings.js'

/** What a command for a server works with. */
export interface CommandContext {
  readonly client: TabbyClient
  /** Address of the server, to show. */
  readonly url: string
  readonly settings: ServerSettings
  readonly terminal: Terminal
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Whether scripts read the output. */
  readonly json: boolean
  readonly report: Report
  /** Writes a result: the document with `--json`, the lines otherwise. */
  print(document: unknown, lines: readonly string[]): Promise<void>
}

/** Flags that every command with a server has. */
export interface ContextFlags extends ServerFlags {
  json?: boolean
}

/** Opens what a command works with, according to its flags. */
export async function openContext(flags: ContextFlags, terminal: Terminal): Promise<CommandContext> {
  const { json = false } = flags
  const { stdout } = terminal
  const settings = await readServerSettings(flags, terminal)
  terminal.server.source = settings.source
  return {
    ...(await openClient(settings, terminal)),
    settings,
    terminal,
    signal: terminal.interrupted,
    json,
    report: createReport(terminal, { json, answerOnly: true }),
    async print(document, lines) {
      const shown = stdout.isTTY ? lines.map(toVisible) : lines
      const text = json ? toJson(document) : shown.join('\n')
      if (text) await writeText(stdout, `${text}\n`)
    },
  }
}
