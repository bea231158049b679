import pico from 'picocolors'
import { InterruptedError } from '../failure/errors.js'
import type { Terminal } from './terminal.js'

/** Variables that hold a secret. */
const secretVariables = ['TABBY_API_KEY', 'TABBY_ADMIN_KEY', 'HF_TOKEN']

/** The terminal of this process, with its signals and closed pipes. */
export function createProcessTerminal(): Terminal {
  const { stdin, stdout, stderr, env: environment } = process
  const secrets = new Set(secretVariables.flatMap((name) => environment[name]?.trim() || []))
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that has enough (`| head`) closes the pipe: that is not a failure.
    if (code === 'EPIPE') process.exit(0)
    const failure = new Error(`standard output cannot be written (${code})`)
    void import('../failure/report-failure.js').then(({ reportFailure }) =>
      process.exit(reportFailure(failure, terminal, process.argv.includes('--json'))),
    )
  })
  // There is nowhere to report it, and the exit code is that of the work itself.
  stderr.on('error', () => undefined)
  const interruption = new AbortController()
  process.on('SIGINT', () => {
    // A second Ctrl-C does not wait for an orderly end.
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
    server: { source: undefined },
    interrupted: interruption.signal,
  }
  return terminal
}
