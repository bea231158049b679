import { getModel } from '@tabby/models'
import { parseSetting } from '../../commands/sampling-flags.js'
import { UsageError } from '../../failure/errors.js'
import { ensureWithProgress } from '../../models/load-with-progress.js'
import { showModel } from '../../models/show-model.js'
import { formatTable } from '../../output/format-table.js'
import { changePresets, findPreset, type Preset } from '../../presets/saved-presets.js'
import { checkSettings } from '../check-settings.js'
import { parseSwitch, type SlashCommands } from '../slash-command.js'

/** Commands for the model and what it is told. */
export const modelCommands: SlashCommands = {
  '/model': {
    usage: '/model [NAME]',
    description: 'show the loaded model, or load another one (needs an admin key)',
    completes: 'model',
    async run({ client, report }, name, signal) {
      const card = await (name ? ensureWithProgress(client, name, { report, signal }) : getModel(client, { signal }))
      await showModel(client, card, { report, signal })
      return []
    },
  },
  '/preset': {
    usage: '/preset [save] NAME',
    description: 'use a saved system prompt and samplers, or save the present ones',
    completes: 'preset',
    async run({ conversation, terminal }, argument) {
      const [, save, name = ''] = /^(save\s+)?(.*)$/s.exec(argument) ?? []
      if (name === '' || name === 'save') throw new UsageError('/preset needs a name: /preset NAME, /preset save NAME')
      if (save) {
        const { system, sampling } = conversation
        const preset: Preset = { ...(system && { system }), sampling }
        await changePresets(terminal, (presets) => void presets.set(name, { ...presets.get(name), ...preset }))
        return [`saved as ${name}: \`tabby chat --preset ${name}\` begins with it`]
      }
      const { system, sampling } = await findPreset(terminal, name)
      if (system !== undefined) conversation.system = system
      if (sampling) conversation.sampling = { ...sampling }
      return [`${name} is in use`]
    },
  },
  '/set': {
    usage: '/set [NAME VALUE|off]',
    description: 'show, set or remove a parameter, such as /set temperature 0.3',
    completes: 'sampler',
    async run({ conversation }, argument) {
      const [, name, value = ''] = /^([^\s=]+)(?:\s*=\s*|\s+)?(.*)$/s.exec(argument) ?? []
      const { [name ?? '']: _before, ...others } = conversation.sampling as Record<string, unknown>
      if (name !== undefined && value === '') throw new UsageError(`/set needs a value: /set ${name} VALUE, or off`)
      let warnings: readonly string[] = []
      if (name !== undefined) {
        const change = value === 'off' ? {} : Object.fromEntries([parseSetting(`${name}=${value}`)])
        if (Number((change as { n?: unknown }).n) > 1) throw new UsageError('chat shows a single reply: n must be 1')
        conversation.sampling = { ...others, ...change }
        warnings = await checkSettings(change)
      }
      const rows = Object.entries(conversation.sampling).map(([each, set]) => [each, JSON.stringify(set) ?? ''])
      return [
        ...warnings,
        ...(rows.length === 0 ? ['no parameters are set: the defaults of the server apply'] : formatTable(rows)),
      ]
    },
  },
  '/system': {
    usage: '/system [TEXT|off]',
    description: 'show, set or remove the system prompt',
    run({ conversation }, argument) {
      if (argument) conversation.system = argument === 'off' ? '' : argument
      return [conversation.system || 'no system prompt']
    },
  },
  '/tools': {
    usage: '/tools [on|off]',
    description: 'list the tools, or turn them on or off',
    completes: ['on', 'off'],
    run({ conversation }, argument) {
      const { tools } = conversation
      if (tools.length === 0) throw new UsageError('there are no tools: start with `tabby chat --tools FILE` or --mcp')
      if (argument) conversation.usesTools = parseSwitch('/tools', argument)
      const state = conversation.usesTools ? 'tools are on' : 'tools are off'
      if (argument) return [state]
      const rows = tools.map(({ function: { name, description } }) => [name, description ?? ''])
      return [...formatTable(rows), state]
    },
  },
}
