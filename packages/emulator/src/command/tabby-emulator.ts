import { createEmulator } from '../create-emulator.js'
import { listen } from '../node/listen.js'
import { readArguments, USAGE } from './read-arguments.js'
import { readWorldFile } from './read-world-file.js'

try {
  const { help, config, control, port, host, settings, keys } = readArguments(process.argv.slice(2))
  if (help) {
    process.stdout.write(USAGE)
  } else {
    const world = config === undefined ? {} : { world: readWorldFile(config) }
    const emulator = createEmulator({
      ...world,
      settings,
      ...(keys ? { keys } : {}),
      ...(control ? { control, journal: 1000 } : {}),
    })
    const listener = await listen(emulator, { port, host })
    process.stdout.write(`tabby-emulator listens on ${listener.url}\n`)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void listener.close().then(() => process.exit(0)))
    }
  }
} catch (error) {
  process.stderr.write(`tabby-emulator: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
