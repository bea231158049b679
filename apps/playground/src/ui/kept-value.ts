/** Where a value is kept: `sessionStorage` for as long as the tab lives, `localStorage` for the next visit too. */
export type Storehouse = 'localStorage' | 'sessionStorage'

/** Reads what was kept at a place; null when nothing was, and when the browser keeps nothing for this page. */
export function readKeptValue(storehouse: Storehouse, place: string): string | null {
  try {
    return globalThis[storehouse].getItem(place)
  } catch {
    return null
  }
}

/** Keeps a value for later. */
export function keepValue(storehouse: Storehouse, place: string, value: string): void {
  try {
    globalThis[storehouse].setItem(place, value)
  } catch {
    // Storage is full or forbidden: the value holds as long as the page does.
  }
}
