import { signal } from '@preact/signals'
import { keepValue, readKeptValue } from './kept-value.js'

/**
 * A list that outlives the tab. Another version of the page, or a person, may have left anything in its place, so each
 * entry is read by itself, and what cannot be read is left out.
 */
export function createKeptList<Entry>(place: string, read: (kept: unknown) => Entry | undefined) {
  const entries = signal<readonly Entry[]>(readEntries(place, read))
  return {
    entries,
    keep(changed: readonly Entry[]): void {
      entries.value = changed
      keepValue('localStorage', place, JSON.stringify(changed))
    },
  }
}

function readEntries<Entry>(place: string, read: (kept: unknown) => Entry | undefined): Entry[] {
  try {
    const kept: unknown = JSON.parse(readKeptValue('localStorage', place) ?? '[]')
    return Array.isArray(kept) ? kept.flatMap((each) => read(each) ?? []) : []
  } catch {
    return []
  }
}
