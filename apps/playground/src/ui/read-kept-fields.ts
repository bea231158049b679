import { readKeptValue, type Storehouse } from './kept-value.js'

/**
 * Reads settings that were stored as JSON. A field of another type than its default is replaced by it: an older page,
 * or a person, may have left anything there, and a page that fails on it would fail forever.
 */
export function readKeptFields<Fields extends object>(storehouse: Storehouse, place: string, defaults: Fields): Fields {
  let kept: unknown
  try {
    kept = JSON.parse(readKeptValue(storehouse, place) ?? '{}')
  } catch {
    return defaults
  }
  const fields = new Map(Object.entries((kept ?? {}) as object))
  const read = Object.entries(defaults).map(([name, value]) => {
    const found: unknown = fields.get(name)
    return [name, isLike(found, value) ? found : value] as const
  })
  return Object.fromEntries(read) as Fields
}

function isLike(found: unknown, value: unknown): boolean {
  if (typeof found !== typeof value || found === null || Array.isArray(found) !== Array.isArray(value)) return false
  return typeof found !== 'object' || Object.values(found).every((each) => typeof each === 'string')
}
