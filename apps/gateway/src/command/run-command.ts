import { readFileSync } from 'node:fs'
import { SettingsError, readSettings } from '../settings/read-settings.js'
import { addKey } from '../keys/key-file.js'
import { readFlags } from './read-flags.js'
import { serve } from './serve.js'
import { usage } from './usage.js'

/** Runs the program, and returns its exit code. `manifest` is where its own package.json is. */
export async function runCommand(words: readonly string[], manifest: URL): Promise<number> {
  try {
    const flags = readFlags(words)
    if (flags.command === 'help') {
      console.log(usage)
      return 0
    }
    if (flags.command === 'version') {
      // Read now: a build does not hold the version, which a release changes after it.
      console.log((JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version)
      return 0
    }
    if (flags.command === 'keys add') {
      const { path, ...entry } = flags.key
      const key = addKey(path, entry)
      console.error(`The key of ${entry.name}, which is shown only once; ${path} keeps its SHA-256:`)
      console.log(key)
      return 0
    }
    await serve(readSettings(flags.settings, process.env))
    return 0
  } catch (error) {
    // A port that is taken, a file that cannot be written: the system's own message says what is wrong.
    const isExpected = error instanceof SettingsError || (error as NodeJS.ErrnoException).code !== undefined
    if (!isExpected) throw error
    console.error(`tabby-gateway: ${(error as Error).message}`)
    return 2
  }
}
