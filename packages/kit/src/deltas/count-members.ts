/**
 * Counts the members of an object. One that has all members that are known, and no more than those, has no unknown
 * member. This takes less time than to look at each name, and half that of `Object.keys`.
 */
export function countMembers(value: object): number {
  let count = 0
  for (const _ in value) count++
  return count
}
