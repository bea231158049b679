import type { SavedPrompt } from '../library/saved-prompt.js'
import type { ChatPreset } from './chat-preset.js'

/** Writes all presets and saved prompts into one file, which `readPresetFile` reads. */
export function writePresetFile(presets: readonly ChatPreset[], prompts: readonly SavedPrompt[]): string {
  return JSON.stringify({ format: 'tabby-presets', presets, prompts }, null, 2)
}
