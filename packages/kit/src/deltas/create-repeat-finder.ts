/**
 * Returns whether the field at a position of an object has the same name and value as in the previous object. Nearly
 * all fields of a chunk do, and looking each of them up by name takes longer.
 */
type RepeatFinder = (place: number, name: string, value: unknown) => boolean

/** Further fields are not compared, so that an unusual object is not kept whole. */
const mostFields = 16

/** Makes a repeat finder for objects of one kind. */
export function createRepeatFinder(): RepeatFinder {
  const names: string[] = []
  const values: unknown[] = []
  return (place, name, value) => {
    if (place >= mostFields) return false
    if (names[place] === name) {
      if (values[place] === value) return true
    } else {
      // What was stored for the positions after it may be older than the values of the same fields here.
      names.length = values.length = place
      names[place] = name
    }
    values[place] = value
    return false
  }
}

/**
 * Counts the members of an object. If it has all known members and no more, it has no unknown one. This takes less time
 * than checking each name, and half that of `Object.keys`.
 */
export function countMembers(value: object): number {
  let count = 0
  for (const _ in value) count++
  return count
}
