import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/**
 * Runs a program of `programs/` as a process of its own, in which a garbage collection can be forced and nothing else
 * uses memory, and resolves with the JSON it wrote. Bundled first, because Node 20 reads no TypeScript.
 */
export async function runMeasured<T>(program: URL, ...parameters: string[]): Promise<T> {
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
  const child = spawn(process.execPath, ['--expose-gc', outfile, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => child.on('exit', resolve).on('error', reject))
  const [output, problems, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (exitCode !== 0) throw new Error(`${path} ended with ${exitCode}: ${problems}`)
  return JSON.parse(output) as T
}
