/** Where a value is kept: `sessionStorage` for as long as the tab lives, `localStorage` for the next visit too. */
export type Storehouse = 'localStorage' | 'sessionStorage'

/** Reads a stored value; null if there is none, or if the browser stores nothing for this page. */
export function readKeptValue(storehouse: Storehouse, place: string): string | null {
  try {
    return globalThis[storehouse].getItem(place)
  } catch {
    return null
  }
}

/** Stores a value. */
export function keepValue(storehouse: Storehouse, place: string, value: string): void {
  try {
    globalThis[storehouse].setItem(place, value)
  } catch {
    // Storage is full or forbidden: the value lasts as long as the page.
  }
}
