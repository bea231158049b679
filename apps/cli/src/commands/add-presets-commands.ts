import type { Command } from 'commander'
import { setCompletions } from '../completion/completions.js'
import { UsageError } from '../failure/errors.js'
import { formatTable } from '../output/format-table.js'
import { toOneLine, toVisible } from '../output/terminal-text.js'
import { toJson } from '../output/to-json.js'
import { changePresets, findPreset, type Preset, readPresets } from '../presets/saved-presets.js'
import type { Terminal } from '../terminal/terminal.js'
import { formatExamples } from './add-server-command.js'
import { addSamplingFlags, type SamplingFlags, toSamplingParams } from './sampling-flags.js'

interface SaveFlags extends SamplingFlags {
  json?: boolean
  server?: string
  system?: string
}

/** Adds `tabby presets`. */
export function addPresetsCommands(program: Command, terminal: Terminal): void {
  const { stdout } = terminal
  const presets = program.command('presets').description('saved system prompts and samplers, by name')
  presets
    .command('ls')
    .description('list presets')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby presets ls', 'names and what they set']]))
    .action(async ({ json }: { json?: boolean }) => {
      const all = await readPresets(terminal)
      const rows = [...all].map(([name, preset]) => [toVisible(name), toVisible(describePreset(preset))])
      const text = json ? toJson(Object.fromEntries(all)) : formatTable(rows).join('\n')
      if (text) stdout.write(`${text}\n`)
    })
  const show = presets
    .command('show <name>')
    .description('show a preset, as JSON')
    .addHelpText('after', formatExamples([['tabby presets show brief', 'system prompt, samplers, server']]))
    .action(async (name: string) => void stdout.write(`${toJson(await findPreset(terminal, name))}\n`))
  const save = presets
    .command('save <name>')
    .description('save a preset, in place of one of the same name')
    .option('--system <text>', 'system prompt')
    .option('--server <name>', 'saved server that the preset uses')
    .option('--json', 'write JSON, for scripts')
  addSamplingFlags(save)
  save
    .addHelpText(
      'after',
      formatExamples([
        ['tabby presets save brief --system "Be brief." --temperature 0.3', 'then `tabby chat --preset brief`'],
      ]),
    )
    .action(async (name: string, flags: SaveFlags) => {
      const { json, server, system } = flags
      const sampling = toSamplingParams(flags)
      const hasSampling = Object.keys(sampling).length > 0
      if (system === undefined && server === undefined && !hasSampling) {
        throw new UsageError('a preset needs --system, --server or a sampler, such as --temperature 0.3')
      }
      const preset: Preset = { system, server, ...(hasSampling && { sampling }) }
      await changePresets(terminal, (all) => void all.set(name, preset))
      if (json) stdout.write(`${toJson({ [name]: preset })}\n`)
    })
  const remove = presets
    .command('rm <name>')
    .description('remove a preset')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby presets rm brief', 'exit code 2 if there is none']]))
    .action(async (name: string, { json }: { json?: boolean }) => {
      await changePresets(terminal, (all) => {
        if (!all.delete(name)) throw new UsageError(`there is no preset ${name}: \`tabby presets ls\` lists all`)
      })
      if (json) stdout.write(`${toJson({ removed: name })}\n`)
    })
  for (const command of [show, remove]) setCompletions(command, { arguments: 'preset' })
  setCompletions(save, { arguments: 'preset', '--server': 'server' })
}

function describePreset({ system, sampling = {}, server }: Preset): string {
  const samplers = Object.entries(sampling).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return [...(server === undefined ? [] : [`--server ${server}`]), ...samplers, toOneLine(system ?? '').slice(0, 60)]
    .filter(Boolean)
    .join(' ')
}
