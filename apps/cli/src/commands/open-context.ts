import { createReport } from '../output/create-report.js'
import { toJson } from '../output/to-json.js'
import { toVisible } from '../output/to-visible.js'
import { writeText } from '../output/write-text.js'
import { openClient } from '../server/open-client.js'
import { readServerSettings, type ServerFlags } from '../server/read-server-settings.js'
import type { Terminal } from '../terminal/terminal.js'
import type { CommandContext } from './command-context.js'

/** Flags that every command with a server has. */
export interface ContextFlags extends ServerFlags {
  json?: boolean
}

/** Opens what a command works with, as its flags say. */
export async function openContext(flags: ContextFlags, terminal: Terminal): Promise<CommandContext> {
  const { json = false } = flags
  const { stdout } = terminal
  return {
    ...openClient(await readServerSettings(flags, terminal)),
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
