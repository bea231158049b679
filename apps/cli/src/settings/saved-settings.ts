import { dirname, join } from 'node:path'
import { UsageError } from '../failure/errors.js'
import { lockFile } from '../files/lock-file.js'
import { readSettingsFile } from '../files/read-settings-file.js'
import { writeWholeFile } from '../files/whole-file.js'
import { findServerFile } from '../server/named-servers.js'
import type { Terminal } from '../terminal/terminal.js'

/** What the user has chosen for all chats. */
export interface SavedSettings {
  /** Whether the statistics of each reply are shown. */
  readonly stats: boolean
}

const findFile = (terminal: Pick<Terminal, 'environment'>): string =>
  join(dirname(findServerFile(terminal)), 'settings.json')

/** The saved settings; without a file, what everybody begins with. */
export async function readSettings(terminal: Pick<Terminal, 'environment'>): Promise<SavedSettings> {
  const { stats = true } = await readFields(findFile(terminal))
  return { stats: stats !== false }
}

/** Changes the saved settings; fields that this version does not know are kept. */
export async function changeSettings(
  terminal: Pick<Terminal, 'environment'>,
  change: Partial<SavedSettings>,
): Promise<void> {
  const path = findFile(terminal)
  await lockFile(path, async () => {
    const fields = { ...(await readFields(path)), ...change }
    await writeWholeFile(path, `${JSON.stringify(fields, null, 2)}\n`, { mode: 0o600 })
  })
}

async function readFields(path: string): Promise<Record<string, unknown>> {
  const text = (await readSettingsFile(path)) ?? '{}'
  try {
    const fields: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { ...fields }
  } catch {
    // Reported below.
  }
  throw new UsageError(`${path} cannot be read as settings: correct the file, or move it away`)
}
