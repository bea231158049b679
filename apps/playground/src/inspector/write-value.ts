/** Longest line, without the text before the value. */
const longestLine = 100

/**
 * Writes a value as TypeScript: keys without quotes, single quotes, short values on one line.
 *
 * @param value - Any JSON value.
 * @param indent - The indentation of every further line.
 * @param room - How long the value may be on one line.
 */
export function writeValue(value: unknown, indent = '', room = longestLine): string {
  if (typeof value === 'string') return writeText(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Array.isArray(value)
    ? value.map((item) => ['', item] as const)
    : Object.entries(value).map(([key, item]) => [`${writeKey(key)}: `, item] as const)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  if (entries.length === 0) return `${open}${close}`
  const gap = Array.isArray(value) ? '' : ' '
  const line = entries.map(([key, item]) => key + writeValue(item, '', Infinity)).join(', ')
  if (line.length + indent.length <= room && !line.includes('\n')) return `${open}${gap}${line}${gap}${close}`
  if (room === Infinity) return `${open}${gap}${line}${gap}${close}`
  const inner = `${indent}  `
  const lines = entries.map(([key, item]) => `${inner}${key}${writeValue(item, inner)},`)
  return `${open}\n${lines.join('\n')}\n${indent}${close}`
}

function writeKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : writeText(key)
}

function writeText(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}
