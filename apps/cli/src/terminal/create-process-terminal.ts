import pico from 'picocolors'
import { toRedactedText } from '@tabby/core'
import { InterruptedError } from '../failure/errors.js'
import { reportFailure } from '../failure/report-failure.js'
import type { Terminal } from './terminal.js'

/** Variables that hold a secret. */
const secretVariables = ['TABBY_API_KEY', 'TABBY_ADMIN_KEY', 'HF_TOKEN']

/** The terminal of this process, with its signals and closed pipes. */
export function createProcessTerminal(): Terminal {
  const { stdin, stdout, stderr, env: environment } = process
  const secrets = new Set(secretVariables.flatMap((name) => environment[name]?.trim() || []))
  for (const stream of [stdout, stderr]) redactOutput(stream, secrets)
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A reader that has enough (`| head`) closes the pipe: that is not a failure.
    if (code === 'EPIPE') process.exit(0)
    const failure = new Error(`standard output cannot be written (${code})`)
    process.exit(reportFailure(failure, terminal, process.argv.includes('--json')))
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
    interrupted: interruption.signal,
  }
  return terminal
}

/** Removes the secrets from everything that is written to a stream from now on, also by a library or a tool. */
function redactOutput(stream: NodeJS.WriteStream, secrets: ReadonlySet<string>): void {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? toRedactedText(chunk, [...secrets]) : chunk, ...rest)
}
