import { getActiveLoras, listLoras, loadLoras, type LoraParams, unloadLoras } from '@tabby/lora'
import type { Command } from 'commander'
import { RefusedError, UsageError } from '../failure/errors.js'
import { formatTable } from '../output/format-table.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Adds `tabby lora`. */
export function addLoraCommands(program: Command, terminal: Terminal): void {
  const lora = program.command('lora').description('list, load and unload LoRAs')
  addServerCommand(lora, terminal, {
    usage: 'ls',
    description: 'list LoRAs: all with an admin key, the loaded ones with an API key',
    examples: [['tabby lora ls', 'one name per line']],
    async run({ client, signal, print }) {
      const list = await listLoras(client, { signal })
      await print(
        list,
        list.data.map(({ id }) => id),
      )
    },
  })
  addServerCommand(lora, terminal, {
    usage: 'current',
    description: 'list the loaded LoRAs and their scaling',
    examples: [['tabby lora current', 'prints nothing if none is loaded']],
    async run({ client, signal, print }) {
      const list = await getActiveLoras(client, { signal })
      await print(list, formatTable(list.data.map(({ id, scaling }) => [id, String(scaling ?? '')])))
    },
  })
  addServerCommand(lora, terminal, {
    usage: 'load <name...>',
    description: 'load LoRAs on top of the model; needs an admin key',
    completions: { arguments: 'LoRA' },
    examples: [
      ['tabby lora load demo-lora', 'at full strength'],
      ['tabby lora load demo-lora=0.5', 'at half strength'],
    ],
    async run({ client, signal, print }, names) {
      const load = await loadLoras(client, { loras: names.map(parseLora) }, { signal })
      await print(
        load,
        load.success.map((name) => `${name} is loaded`),
      )
      if (load.failure.length === 0) return
      // The server gives no reason, and responds with 200 (recording lora_load_as_shipped).
      throw new RefusedError(`not loaded: ${load.failure.join(', ')}; the server gives no reason`)
    },
  })
  addServerCommand(lora, terminal, {
    usage: 'unload',
    description: 'unload all LoRAs; needs an admin key',
    examples: [['tabby lora unload', 'the model stays']],
    async run({ client, signal, print }) {
      await unloadLoras(client, { signal })
      await print({ unloaded: true }, [])
    },
  })
}

/** Parses `name` or `name=scaling`. */
function parseLora(text: string): LoraParams {
  const [name = '', scaling] = text.split('=')
  if (scaling === undefined) return { name }
  if (scaling.trim() === '' || !Number.isFinite(Number(scaling))) {
    throw new UsageError(`the scaling of ${name} must be a number, such as ${name}=0.5`)
  }
  return { name, scaling: Number(scaling) }
}
