import { isTabbyError } from '@tabby/core'
import { CommanderError } from 'commander'
import { toPrintable } from '../output/terminal-text.js'
import { toJson } from '../output/to-json.js'
import { wrapLine } from '../output/wrap-line.js'
import type { Terminal } from '../terminal/terminal.js'
import { describeFailure, readRequestId } from './describe-failure.js'
import { InterruptedError, MissingKeyError, RefusedError, UsageError } from './errors.js'

const names: Partial<Record<number, string>> = { 2: 'usage', 4: 'permission_error' }

/** Writes what went wrong to standard error, in one line, and returns the exit code. */
export function reportFailure(error: unknown, terminal: Terminal, asJson: boolean): number {
  const code = toExitCode(error)
  // Help was written already, also if it stands in for a missing command.
  const isHelp = error instanceof CommanderError && (code === 0 || error.code === 'commander.help')
  if (error instanceof InterruptedError || isHelp) return code
  const message = describeFailure(error, terminal.server.source)
  // A refusal that explains an error of the server keeps its code.
  const cause = error instanceof RefusedError && isTabbyError(error.cause) ? error.cause : error
  const named = isTabbyError(cause) ? cause.code : (names[code] ?? 'failed')
  const { isTTY, columns } = terminal.stderr
  terminal.stderr.write(
    asJson
      ? `${toJson({ error: { code: named, message, request_id: readRequestId(error) } })}\n`
      : `${wrapLine(`tabby: ${toPrintable(message)}`, isTTY ? columns : undefined)}\n`,
  )
  return code
}

/** The exit code of the program, as README.md lists it. */
function toExitCode(error: unknown): number {
  if (error instanceof InterruptedError) return 130
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError) return 2
  if (error instanceof MissingKeyError) return 4
  if (!isTabbyError(error)) return 1
  switch (error.code) {
    case 'request_refused':
      return 2
    case 'connection_error':
    case 'timeout':
      return 3
    case 'authentication_error':
    case 'permission_error':
      return 4
    default:
      return 1
  }
}
