import { signal } from '@preact/signals'
import { keepValue, readKeptValue } from '../../ui/kept-value.js'
import { readSavedPrompt, type SavedPrompt } from './saved-prompt.js'

const place = 'tabby-prompts'

/** The user's prompts, by name. They outlive the tab. */
export const savedPrompts = signal<readonly SavedPrompt[]>(readPrompts())

/** Keeps prompts; those with the same names are replaced. */
export function savePrompts(added: readonly SavedPrompt[]): void {
  const byName = new Map([...savedPrompts.value, ...added].map((each) => [each.name, each]))
  keep([...byName.values()].sort((one, other) => one.name.localeCompare(other.name)))
}

/** Deletes a prompt. */
export function removePrompt(name: string): void {
  keep(savedPrompts.value.filter((each) => each.name !== name))
}

function keep(changed: readonly SavedPrompt[]): void {
  savedPrompts.value = changed
  keepValue('localStorage', place, JSON.stringify(changed))
}

function readPrompts(): SavedPrompt[] {
  try {
    const kept: unknown = JSON.parse(readKeptValue('localStorage', place) ?? '[]')
    return Array.isArray(kept) ? kept.flatMap((each) => readSavedPrompt(each) ?? []) : []
  } catch {
    return []
  }
}
