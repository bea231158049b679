import { signal } from '@preact/signals'
import { keepValue, readKeptValue } from '../../ui/kept-value.js'
import { type ChatPreset, readChatPreset } from './chat-preset.js'

const place = 'tabby-presets'

/** The user's presets, by name. They outlive the tab: there is nothing secret in them. */
export const presets = signal<readonly ChatPreset[]>(readPresets())

/** Keeps a preset; one with the same name is replaced. */
export function savePreset(preset: ChatPreset): void {
  const others = presets.value.filter(({ name }) => name !== preset.name)
  keep([...others, preset].sort((one, other) => one.name.localeCompare(other.name)))
}

/** Deletes a preset. */
export function removePreset(name: string): void {
  keep(presets.value.filter((each) => each.name !== name))
}

function keep(changed: readonly ChatPreset[]): void {
  presets.value = changed
  keepValue('localStorage', place, JSON.stringify(changed))
}

function readPresets(): ChatPreset[] {
  try {
    const kept: unknown = JSON.parse(readKeptValue('localStorage', place) ?? '[]')
    return Array.isArray(kept) ? kept.flatMap((each) => readChatPreset(each) ?? []) : []
  } catch {
    return []
  }
}
