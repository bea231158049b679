import { isDictionary } from '../../json/is-dictionary.js'
import { spacedJson } from '../../json/spaced-json.js'
import { float } from '../../json/python-float.js'
import type { ParsedToolCall, ToolSpec } from './tool-spec.js'

/**
 * Reads the calls out of `qwen3_coder` markup. Values stand there as bare text: the tool's schema says which of them
 * are numbers and the like. What cannot be read is dropped (chat_tools_malformed_call).
 */
export function readToolCalls(markup: string, tools: readonly ToolSpec[]): ParsedToolCall[] {
  const calls: ParsedToolCall[] = []
  let byName: Map<string, ToolSpec> | undefined
  for (const { name, body } of readElements(markup, 'function')) {
    // From the last to the first, so that of two tools with one name the first counts.
    byName ??= new Map(tools.map((tool) => [tool.name, tool] as const).reverse())
    const properties = byName.get(name)?.parameters.properties
    const read = new Map<string, unknown>()
    for (const { name: key, body: value } of readElements(body, 'parameter')) {
      const schema = isDictionary(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined
      read.set(
        key,
        readValue(value.replace(/^\n/, '').replace(/\n$/, ''), isDictionary(schema) ? schema.type : undefined),
      )
    }
    calls.push({ name, arguments: spacedJson(Object.fromEntries(read)) })
  }
  return calls
}

/**
 * The elements of one kind, `<function=name>body</function>`, each up to the next end. Searched for, not matched: a
 * regular expression would look for an end that is missing anew from each beginning.
 */
function* readElements(markup: string, kind: string): Generator<{ name: string; body: string }> {
  const [open, close] = [`<${kind}=`, `</${kind}>`]
  const name = /([^>\n]{1,1000})>/y
  for (let at = markup.indexOf(open); at >= 0; at = markup.indexOf(open, at)) {
    at += open.length
    name.lastIndex = at
    const found = name.exec(markup)
    if (!found) continue
    const begin = name.lastIndex
    const end = markup.indexOf(close, begin)
    if (end < 0) return
    yield { name: found[1] ?? '', body: markup.slice(begin, end) }
    at = end + close.length
  }
}

function readValue(text: string, type: unknown): unknown {
  if (type === 'string') return text
  try {
    const value: unknown = JSON.parse(text)
    if (type === undefined && typeof value === 'string') return text
    return type === 'number' && typeof value === 'number' && /[.e]/i.test(text) ? float(value) : value
  } catch {
    return text
  }
}
