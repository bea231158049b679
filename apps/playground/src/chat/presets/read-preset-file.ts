import { settingsWords } from '../../words/settings-words.js'
import { readSavedPrompt, type SavedPrompt } from '../library/saved-prompt.js'
import { type ChatPreset, readChatPreset } from './chat-preset.js'
import { readCardImage, readCharacterCard } from './read-character-card.js'

/** What a file with presets holds. */
export interface PresetFile {
  presets: ChatPreset[]
  prompts: SavedPrompt[]
}

/**
 * Reads presets from a file: one or all, as they were exported here, or a character card as JSON or PNG.
 *
 * @throws Error with a sentence for the person who chose the file.
 */
export async function readPresetFile(file: Blob): Promise<PresetFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const value = readCardImage(bytes) ?? readJson(bytes)
  const found = readAll(value) ?? readOne(value)
  if (!found) throw new Error(settingsWords.thisFileContainsNeitherA)
  return found
}

function readAll(value: unknown): PresetFile | undefined {
  const { format, presets, prompts } = (value ?? {}) as Record<string, unknown>
  if (format !== 'tabby-presets') return undefined
  const toList = (each: unknown): unknown[] => (Array.isArray(each) ? each : [])
  return {
    presets: toList(presets).flatMap((each) => readChatPreset(each) ?? []),
    prompts: toList(prompts).flatMap((each) => readSavedPrompt(each) ?? []),
  }
}

function readOne(value: unknown): PresetFile | undefined {
  const { format } = (value ?? {}) as { format?: unknown }
  const preset = format === 'tabby-preset' ? readChatPreset(value) : readCharacterCard(value)
  return preset && { presets: [preset], prompts: [] }
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return undefined
  }
}
