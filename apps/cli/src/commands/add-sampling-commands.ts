import {
  type ActiveSamplerOverride,
  listSamplerOverrides,
  type MalformedSamplerOverride,
  switchSamplerOverride,
  unloadSamplerOverride,
} from '@tabby/sampling'
import type { Command } from 'commander'
import { formatTable } from '../output/format-table.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Adds `tabby sampling`. */
export function addSamplingCommands(program: Command, terminal: Terminal): void {
  const sampling = program
    .command('sampling')
    .description('sampler overrides: default or forced values for everybody who uses the server')
  addServerCommand(sampling, terminal, {
    usage: 'ls',
    description: 'list presets; needs an admin key',
    examples: [['tabby sampling ls', 'one name per line']],
    async run({ client, signal, print }) {
      const list = await listSamplerOverrides(client, { signal })
      await print(list, list.presets ?? [])
    },
  })
  addServerCommand(sampling, terminal, {
    usage: 'current',
    description: 'show the active overrides',
    examples: [['tabby sampling current', 'prints nothing if there are none']],
    async run({ client, signal, print }) {
      const list = await listSamplerOverrides(client, { signal })
      await print(list, formatTable(Object.entries(list.overrides).map(describeOverride)))
    },
  })
  addServerCommand(sampling, terminal, {
    usage: 'switch <preset>',
    description: 'activate a preset instead of the current one; needs an admin key',
    completions: { arguments: 'sampler preset' },
    examples: [['tabby sampling switch safe_defaults', 'one of `tabby sampling ls`']],
    async run({ client, signal, print }, [preset = '']) {
      await switchSamplerOverride(client, { preset }, { signal })
      await print({ preset }, [`${preset} is active`])
    },
  })
  addServerCommand(sampling, terminal, {
    usage: 'unload',
    description: 'deactivate all overrides; needs an admin key',
    examples: [['tabby sampling unload', 'requests then use their own values']],
    async run({ client, signal, print }) {
      await unloadSamplerOverride(client, { signal })
      await print({ unloaded: true }, [])
    },
  })
}

/** An override as a row: parameter, value, how it applies. */
function describeOverride([name, value]: [string, ActiveSamplerOverride | MalformedSamplerOverride]): string[] {
  if (typeof value !== 'object' || Array.isArray(value)) {
    return [name, JSON.stringify(value), 'malformed: every generation fails until `tabby sampling unload`']
  }
  const { override, force, additive } = value
  const ways = [force ? 'forced' : 'default', ...(additive ? ['added to lists'] : [])]
  return [name, JSON.stringify(override) ?? '', ways.join(', ')]
}
