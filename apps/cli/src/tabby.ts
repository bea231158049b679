#!/usr/bin/env node
import { createProcessTerminal } from './terminal/create-process-terminal.js'
import { createProgram } from './create-program.js'
import { reportFailure } from './failure/report-failure.js'
import type { Terminal } from './terminal/terminal.js'

process.exitCode = await runTabby(process.argv.slice(2), createProcessTerminal())

/** Runs one command line, and returns the exit code. Whatever goes wrong becomes one line. */
async function runTabby(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync(words, { from: 'user' })
    return 0
  } catch (error) {
    return reportFailure(error, terminal, words.includes('--json'))
  }
}
