import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'

/** The path of a file of this package. */
export const pathOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The command, bundled from its source for the tests of one file. */
export interface BundledCommand {
  /** A folder that is removed afterwards. */
  readonly folder: string
  readonly file: string
  run(...flags: string[]): ChildProcess
  /** Waits for the line that says where it listens. */
  serve(...flags: string[]): Promise<{ url: string; stop(): Promise<number | null> }>
}

/** Bundles `tabby-emulator` before the tests of a file and removes it after them. */
export function useCommand(): BundledCommand {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tabby-emulator-'))
    const entryPoints = [pathOf('src/command/tabby-emulator.ts')]
    await build({ entryPoints, outfile: command.file, bundle: true, platform: 'node', format: 'esm' })
    // Where it finds its version.
    await copyFile(pathOf('package.json'), join(folder, 'package.json'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const command: BundledCommand = {
    get folder() {
      return folder
    },
    get file() {
      return join(folder, 'dist', 'command', 'tabby-emulator.mjs')
    },
    run: (...flags) => spawn(process.execPath, [command.file, ...flags]),
    async serve(...flags) {
      const child = command.run('--port', '0', ...flags)
      const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
      return {
        url: line.toString().trim().split(' ').at(-1) ?? '',
        async stop() {
          child.kill('SIGINT')
          const [code] = (await once(child, 'close')) as [number | null]
          return code
        },
      }
    },
  }
  return command
}
