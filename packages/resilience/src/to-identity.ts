/**
 * Makes a text by which equal values are found. `undefined` when there is none: the value holds itself, or a BigInt. Then
 * the request is sent as it is, and core refuses a body that cannot be written.
 */
export function toIdentity(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
