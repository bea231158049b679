import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'

/** Bundles a program of `programs/`, because Node 20 reads no TypeScript. */
export async function bundleProgram(program: URL): Promise<string> {
  const path = fileURLToPath(program)
  const outfile = path.replace(/test\/programs\/(.*)\.ts$/, '.generated/$1.mjs')
  await build({
    entryPoints: [path],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@tabby/source'],
    logLevel: 'silent',
  })
  return outfile
}

/** Starts a bundled program, which ends with its test at the latest. */
export function startProgram(file: string, ...parameters: string[]): ChildProcess {
  const child = spawn(process.execPath, [file, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** An emulator in a process of its own. */
export interface MarkingServer {
  readonly url: string
  readonly pid: number
  /** The marks of the calls that reached it. */
  readonly marks: readonly string[]
  /** Resolves when the process has ended and all that it wrote was read. */
  readonly ended: Promise<unknown>
}

/** Starts an emulator that writes down each call that reaches it. */
export async function startMarkingServer(file: string): Promise<MarkingServer> {
  const child = startProgram(file)
  const lines = createInterface({ input: child.stdout! })
  const marks: string[] = []
  const [url] = (await once(lines, 'line')) as [string]
  lines.on('line', (line) => void marks.push(line))
  return { url, pid: child.pid!, marks, ended: Promise.all([once(lines, 'close'), once(child, 'close')]) }
}
