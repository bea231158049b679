/** Entries in the order of their names. */
export function sortByName<Entry extends { readonly name: string }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((one, other) => one.name.localeCompare(other.name))
}
