import { spawn } from 'node:child_process'
import { programPath } from './bundle-program.js'
import { ownEnvironment } from './own-environment.js'

/** What a run of the program left behind. */
export interface ProgramRun {
  code: number | null
  stdout: string
  stderr: string
}

/** How a run is steered. */
export interface ProgramRunOptions {
  environment?: Record<string, string>
  /** Standard input; default nothing, and its end at once. */
  input?: string
  /** Called with all of standard output so far. */
  onOutput?: (output: string, stop: (signal: NodeJS.Signals) => void) => void
}

/** Runs the program as a process without a terminal. Nothing of this process's own environment reaches it. */
export function runProgram(words: readonly string[], options: ProgramRunOptions = {}): Promise<ProgramRun> {
  const { environment = {}, input = '', onOutput } = options
  const child = spawn(process.execPath, [programPath, ...words], { env: { ...ownEnvironment, ...environment } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece
    onOutput?.(stdout, (signal) => child.kill(signal))
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece))
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
