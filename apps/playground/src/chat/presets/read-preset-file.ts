import { settingsWords } from '../../words/settings-words.js'
import { type ChatPreset, readChatPreset } from './chat-preset.js'
import { readCardImage, readCharacterCard } from './read-character-card.js'

/**
 * Reads a preset from a file: one that was exported here, or a character card as JSON or PNG.
 *
 * @throws Error with a sentence for the person who chose the file.
 */
export async function readPresetFile(file: Blob): Promise<ChatPreset> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const preset = readPreset(readCardImage(bytes) ?? readJson(bytes))
  if (!preset) throw new Error(settingsWords.thisFileContainsNeitherA)
  return preset
}

function readPreset(value: unknown): ChatPreset | undefined {
  const { format } = (value ?? {}) as { format?: unknown }
  return format === 'tabby-preset' ? readChatPreset(value) : readCharacterCard(value)
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return undefined
  }
}
