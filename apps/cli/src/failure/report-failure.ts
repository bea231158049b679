import { isTabbyError } from '@tabby/core'
import { CommanderError } from 'commander'
import { toJson } from '../output/to-json.js'
import { toPrintable } from '../output/to-printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { describeFailure } from './describe-failure.js'
import { InterruptedError } from './interrupted-error.js'
import { readRequestId } from './read-request-id.js'
import { toExitCode } from './to-exit-code.js'

const names: Partial<Record<number, string>> = { 2: 'usage', 4: 'permission_error' }

/** Writes what went wrong to standard error, in one line, and gives the exit code. */
export function reportFailure(error: unknown, terminal: Terminal, asJson: boolean): number {
  const code = toExitCode(error)
  // Help is its own answer, also where it stands in for a missing command.
  const isHelp = error instanceof CommanderError && (code === 0 || error.code === 'commander.help')
  if (error instanceof InterruptedError || isHelp) return code
  const message = describeFailure(error)
  const named = isTabbyError(error) ? error.code : (names[code] ?? 'failed')
  terminal.stderr.write(
    asJson
      ? `${toJson({ error: { code: named, message, request_id: readRequestId(error) } })}\n`
      : `tabby: ${toPrintable(message)}\n`,
  )
  return code
}
