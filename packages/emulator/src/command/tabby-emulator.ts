import { readFileSync } from 'node:fs'
import { isControlHost } from '../control/control-host.js'
import { createEmulator } from '../create-emulator.js'
import { listen } from '../node/listen.js'
import { readWorld } from '../world/read-world.js'
import type { World } from '../world/world.js'
import { readArguments, usage } from './read-arguments.js'

try {
  const given = readArguments(process.argv.slice(2))
  const { help, version, config, control, controlKey, controlHosts, port, host, settings, keys } = given
  if (help) {
    process.stdout.write(usage)
  } else if (version) {
    process.stdout.write(`${readVersion()}\n`)
  } else {
    const world: { world?: World } = config === undefined ? {} : { world: readWorldFile(config) }
    const emulator = createEmulator({
      ...world,
      settings,
      ...(keys ? { keys } : {}),
      ...(control ? { control, journal: 1000 } : {}),
      ...(controlKey === undefined ? {} : { controlKey }),
    })
    const listener = await listen(emulator, { port, host, controlHosts })
    if (!keys && !world.world?.keys) {
      const isLocal = isControlHost(host.includes(':') ? `[${host}]` : host, [])
      const which = isLocal ? 'every request' : 'every request, also from other machines,'
      process.stderr.write(
        `tabby-emulator: no keys are set, so ${which} is answered as an admin. Set --api-key and --admin-key.\n`,
      )
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void listener.close().then(() => process.exit(0)))
    }
    // Last, since whoever waits for this line may act on it at once.
    process.stdout.write(`tabby-emulator listens on ${listener.url}\n`)
  }
} catch (error) {
  process.stderr.write(`tabby-emulator: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

/** Read when it is asked for: a build does not hold the version, which a release changes after it. */
function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/** Reads a world from a JSON file; the error of a bad one names the file. */
function readWorldFile(path: string): World {
  try {
    return readWorld(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
