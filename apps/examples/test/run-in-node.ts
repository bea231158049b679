import { spawn } from 'node:child_process'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createEmulator, type EmulatorOptions } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { build } from 'esbuild'

const runFolder = fileURLToPath(new URL('../.generated/programs/', import.meta.url))
const keys = { api: ['example-api-key'], admin: ['example-admin-key'] }
/** A program that does not end by itself is stopped after this long, in milliseconds. */
const limit = 8000

/** What became of a program. */
export interface ProgramRun {
  readonly output: string
  readonly problems: string
  /** `null` when it had to be stopped. */
  readonly exitCode: number | null
}

/**
 * Runs a program as a process of its own against an emulator that wants keys: a timer or a socket that the program left
 * behind would keep the process from ending. Bundled first, because Node 20 reads no TypeScript.
 */
export async function runInNode(path: string, options: EmulatorOptions = {}): Promise<ProgramRun> {
  const outfile = join(runFolder, basename(path).replace(/\.ts$/, '.mjs'))
  await build({
    entryPoints: [path],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@tabby/source'],
    // CommonJS, which requires what a bundle of this format cannot.
    external: ['express', 'ai', '@modelcontextprotocol/*'],
    logLevel: 'silent',
  })
  const server = await listen(createEmulator({ keys, ...options }))
  try {
    const child = spawn(process.execPath, [outfile], {
      env: { TABBY_BASE_URL: server.url, TABBY_API_KEY: keys.api[0], TABBY_ADMIN_KEY: keys.admin[0] },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const timer = setTimeout(() => child.kill(), limit)
    const ended = new Promise<number | null>((resolve, reject) => child.on('exit', resolve).on('error', reject))
    const [output, problems, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    clearTimeout(timer)
    return { output, problems, exitCode }
  } finally {
    await server.close()
  }
}
