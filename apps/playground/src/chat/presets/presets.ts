import { createKeptList } from '../../ui/create-kept-list.js'
import { sortByName } from '../../ui/sort-by-name.js'
import { type ChatPreset, readChatPreset } from './chat-preset.js'

const list = createKeptList('tabby-presets', readChatPreset)

/** The user's presets, by name. They outlive the tab: there is nothing secret in them. */
export const presets = list.entries

/** Keeps a preset; one with the same name is replaced. */
export function savePreset(preset: ChatPreset): void {
  const others = presets.value.filter(({ name }) => name !== preset.name)
  list.keep(sortByName([...others, preset]))
}

/** Deletes a preset. */
export function removePreset(name: string): void {
  list.keep(presets.value.filter((each) => each.name !== name))
}
