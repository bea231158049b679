import pico from 'picocolors'
import { InterruptedError } from '../failure/interrupted-error.js'
import type { Terminal } from './terminal.js'

/** The terminal of this process, with its signals and closed pipes. */
export function createProcessTerminal(): Terminal {
  const { stdin, stdout, stderr, env: environment } = process
  // A reader that has enough (`| head`) closes the pipe: the end of the work, and no failure.
  for (const output of [stdout, stderr]) {
    output.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  }
  const interruption = new AbortController()
  process.on('SIGINT', () => {
    // Whoever presses Ctrl-C twice does not want to wait for an orderly end.
    if (interruption.signal.aborted) process.exit(130)
    interruption.abort(new InterruptedError())
  })
  const hasColors = stdout.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'
  return {
    stdin,
    stdout,
    stderr,
    environment,
    isInteractive: stdin.isTTY && stdout.isTTY,
    colors: pico.createColors(hasColors),
    interrupted: interruption.signal,
  }
}
