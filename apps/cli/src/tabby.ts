#!/usr/bin/env node
import { CommanderError } from 'commander'
import { createProcessTerminal } from './terminal/create-process-terminal.js'
import { createProgram } from './create-program.js'
import type { Terminal } from './terminal/terminal.js'

const given = process.argv.slice(2)
// The two other ways in which people ask for it.
const asksVersion = given[0] === '-v' || given[0] === 'version'
process.exitCode = await runTabby(asksVersion ? ['--version'] : moveServerFlags(given), createProcessTerminal())

/** Moves flags for the server that stand before the command to its end, where commands take them. */
function moveServerFlags(words: readonly string[]): readonly string[] {
  const isFlag = /^--(?:server|url)(?:=|$)/.test(words[0] ?? '')
  const length = words[0]?.includes('=') ? 1 : 2
  if (!isFlag || words.length <= length) return words
  const rest = moveServerFlags(words.slice(length))
  const end = rest.indexOf('--')
  const place = end < 0 ? rest.length : end
  return [...rest.slice(0, place), ...words.slice(0, length), ...rest.slice(place)]
}

/** Runs one command line, and returns the exit code. Whatever goes wrong becomes one line. */
async function runTabby(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await (await createProgram(terminal, words)).parseAsync(words, { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    // Help and the version were written already, and start faster without what explains failures.
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const { redactOutput } = await import('./terminal/redact-output.js')
    redactOutput(terminal)
    const { reportFailure } = await import('./failure/report-failure.js')
    return reportFailure(error, terminal, words.includes('--json'))
  }
}
