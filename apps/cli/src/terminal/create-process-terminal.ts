import pico from 'picocolors'
import { InterruptedError } from '../failure/interrupted-error.js'
import { reportFailure } from '../failure/report-failure.js'
import { redactOutput } from '../output/redact-output.js'
import type { Terminal } from './terminal.js'

/** Variables that hold a secret. */
const secretVariables = ['TABBY_API_KEY', 'TABBY_ADMIN_KEY', 'HF_TOKEN']

/** The terminal of this process, with its signals and closed pipes. */
export function createProcessTerminal(): Terminal {
  const { stdin, stdout, stderr, env: environment } = process
  const secrets = new Set(secretVariables.flatMap((name) => environment[name]?.trim() || []))
  for (const stream of [stdout, stderr]) redactOutput(stream, secrets)
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that has enough (`| head`) closes the pipe: the end of the work, and no failure.
    if (code === 'EPIPE') process.exit(0)
    const failure = new Error(`standard output cannot be written (${code})`)
    process.exit(reportFailure(failure, terminal, process.argv.includes('--json')))
  })
  // There is nowhere to tell it, and the exit code tells how the work itself went.
  stderr.on('error', () => undefined)
  const interruption = new AbortController()
  process.on('SIGINT', () => {
    // Whoever presses Ctrl-C twice does not want to wait for an orderly end.
    if (interruption.signal.aborted) process.exit(130)
    interruption.abort(new InterruptedError())
  })
  const hasColors = stdout.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  const terminal: Terminal = {
    stdin,
    stdout,
    stderr,
    environment,
    isInteractive: stdin.isTTY && stdout.isTTY,
    colors: pico.createColors(hasColors),
    secrets,
    interrupted: interruption.signal,
  }
  return terminal
}
