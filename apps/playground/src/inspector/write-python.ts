import type { CalledExchange } from './write-call.js'
import { isStreamed, readKeyHeader, readUrl } from './write-curl.js'

/** Writes the same request in Python, with the library requests. The key comes from the environment. */
export function writePython(exchange: CalledExchange): string {
  const { method, requestBody } = exchange
  const key = readKeyHeader(exchange)
  const isStream = isStreamed(exchange)
  const body = requestBody === undefined ? undefined : readJson(requestBody)
  const parts = [
    `    ${JSON.stringify(readUrl(exchange))},`,
    ...(key ? [`    headers={"${key[0]}": os.environ["${key[1]}"]},`] : []),
    ...(body === undefined ? [] : [`    json=${writeValue(body, '    ')},`]),
    ...(isStream ? ['    stream=True,'] : []),
  ]
  return [
    ...(key ? ['import os', ''] : []),
    'import requests',
    '',
    `response = requests.${method.toLowerCase()}(`,
    ...parts,
    ')',
    'response.raise_for_status()',
    ...(isStream ? ['for line in response.iter_lines():', '    print(line.decode())'] : ['print(response.text)']),
    '',
  ].join('\n')
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** A value as a literal of Python: `None`, `True` and `False` differ from JSON. */
function writeValue(value: unknown, indent: string): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}    `
  const isList = Array.isArray(value)
  const items = isList
    ? value.map((each) => writeValue(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${writeValue(each, inner)}`)
  const [open, close] = isList ? '[]' : '{}'
  const line = `${open}${items.join(', ')}${close}`
  if (line.length + indent.length <= 90 && !line.includes('\n')) return line
  return `${open}\n${items.map((item) => `${inner}${item},`).join('\n')}\n${indent}${close}`
}
