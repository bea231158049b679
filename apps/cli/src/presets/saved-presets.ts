import { dirname, join } from 'node:path'
import type { ChatCompletionParams } from '@tabby/chat'
import { UsageError } from '../failure/errors.js'
import { lockFile } from '../files/lock-file.js'
import { readSettingsFile } from '../files/read-settings-file.js'
import { writeWholeFile } from '../files/whole-file.js'
import { findServerFile } from '../server/named-servers.js'
import type { Terminal } from '../terminal/terminal.js'

/** A way to chat, under a name. */
export interface Preset {
  readonly system?: string | undefined
  readonly sampling?: Omit<ChatCompletionParams, 'messages'> | undefined
  /** Name of a saved server. */
  readonly server?: string | undefined
}

type Presets = Map<string, Preset>

const findFile = (terminal: Pick<Terminal, 'environment'>): string =>
  join(dirname(findServerFile(terminal)), 'presets.json')

/** The saved presets; without a file there are none. */
export async function readPresets(terminal: Pick<Terminal, 'environment'>): Promise<Presets> {
  const path = findFile(terminal)
  const text = await readSettingsFile(path)
  if (text === undefined) return new Map()
  try {
    const presets = Object.entries(JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>)
    if (presets.every(([, preset]) => isPreset(preset))) return new Map(presets as [string, Preset][])
  } catch {
    // Reported below.
  }
  throw new UsageError(`${path} cannot be read as a list of presets: correct the file, or move it away`)
}

function isPreset(value: unknown): boolean {
  const { system, sampling, server } = (value ?? {}) as Record<string, unknown>
  const isText = (field: unknown): boolean => field === undefined || typeof field === 'string'
  return isText(system) && isText(server) && (sampling === undefined || (typeof sampling === 'object' && !!sampling))
}

/** The preset of a name. */
export async function findPreset(terminal: Pick<Terminal, 'environment'>, name: string): Promise<Preset> {
  const preset = (await readPresets(terminal)).get(name)
  if (preset) return preset
  throw new UsageError(`there is no preset ${name}: \`tabby presets ls\` lists all`)
}

/** Changes the saved presets, in a file for the user alone. */
export async function changePresets(
  terminal: Pick<Terminal, 'environment'>,
  change: (presets: Presets) => void,
): Promise<void> {
  const path = findFile(terminal)
  await lockFile(path, async () => {
    const presets = await readPresets(terminal)
    change(presets)
    await writeWholeFile(path, `${JSON.stringify(Object.fromEntries(presets), null, 2)}\n`, { mode: 0o600 })
  })
}
