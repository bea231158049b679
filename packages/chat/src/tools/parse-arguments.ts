/**
 * Reads the arguments of a call. Some models write none as nothing at all or as `null`; some servers write JSON as a
 * text of JSON once more.
 *
 * @throws SyntaxError when they are not JSON.
 */
export function parseArguments(text: string): unknown {
  const value: unknown = JSON.parse(text.trim() || '{}')
  if (value === null) return {}
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
