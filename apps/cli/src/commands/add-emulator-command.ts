import type { Command } from 'commander'
import { UsageError } from '../failure/errors.js'
import { toJson } from '../output/to-json.js'
import type { Terminal } from '../terminal/terminal.js'
import { formatExamples } from './add-server-command.js'
import { collectValue, parseNumber } from './flags.js'

interface EmulatorFlags {
  apiKey?: string[]
  adminKey?: string[]
  json?: boolean
  port: number
  tokensPerSecond: number
}

/** Adds `tabby emulator`, which runs until it is interrupted. */
export function addEmulatorCommand(program: Command, terminal: Terminal): void {
  program
    .command('emulator')
    .description('run an emulated TabbyAPI server, without a GPU')
    .option('--port <number>', 'port to listen on; 0 for any free port', parseNumber, 5000)
    .option('--tokens-per-second <number>', 'speed of each completion; 0 for as fast as possible', parseNumber, 45)
    .option('--api-key <key>', 'accept this API key; without any key, everybody is accepted (repeatable)', collectValue)
    .option('--admin-key <key>', 'accept this admin key (repeatable)', collectValue)
    .option('--json', 'write the address as JSON')
    .addHelpText(
      'after',
      formatExamples([
        ['tabby emulator', 'at the default address of TabbyAPI'],
        ['tabby emulator --port 5001 --api-key secret', 'with an API key'],
      ]),
    )
    .action(async (flags: EmulatorFlags) => {
      if (!Number.isInteger(flags.port) || flags.port < 0 || flags.port > 65_535) {
        throw new UsageError('--port must be a whole number from 0 to 65535')
      }
      const { apiKey: api = [], adminKey: admin = [], port, tokensPerSecond } = flags
      for (const key of [...api, ...admin]) terminal.secrets.add(key)
      const speed = { tokensPerSecond, prefillMilliseconds: tokensPerSecond > 0 ? 180 : 0, moduleMilliseconds: 150 }
      const keys = api.length + admin.length > 0 ? { keys: { api, admin } } : {}
      const { createEmulator } = await import('@tabby/emulator')
      const { listen } = await import('@tabby/emulator/node')
      const listener = await listen(createEmulator({ settings: { speed }, ...keys }), { port })
      const { url } = listener
      terminal.stdout.write(flags.json ? `${toJson({ url })}\n` : `listening on ${url}; press Ctrl-C to stop\n`)
      const { interrupted } = terminal
      if (!interrupted.aborted) {
        await new Promise((resolve) => interrupted.addEventListener('abort', resolve, { once: true }))
      }
      await listener.close()
    })
}
