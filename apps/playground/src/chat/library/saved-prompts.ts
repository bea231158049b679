import { createKeptList } from '../../ui/create-kept-list.js'
import { sortByName } from '../../ui/sort-by-name.js'
import { readSavedPrompt, type SavedPrompt } from './saved-prompt.js'

const list = createKeptList('tabby-prompts', readSavedPrompt)

/** The user's prompts, by name. They outlive the tab. */
export const savedPrompts = list.entries

/** Keeps prompts; those with the same names are replaced. */
export function savePrompts(added: readonly SavedPrompt[]): void {
  const byName = new Map([...savedPrompts.value, ...added].map((each) => [each.name, each]))
  list.keep(sortByName([...byName.values()]))
}

/** Deletes a prompt. */
export function removePrompt(name: string): void {
  list.keep(savedPrompts.value.filter((each) => each.name !== name))
}
