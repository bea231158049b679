import { isDictionary } from '../../json/dictionary.js'
import { parseJson } from '../../json/parse-json.js'
import { spacedJson } from '../../json/write-json.js'

/** A function that a request offers to the model. */
export interface ToolSpec {
  readonly name: string
  readonly description: string
  /** JSON schema of the arguments. */
  readonly parameters: Record<string, unknown>
}

/** A call as it stands in an answer. */
interface ParsedToolCall {
  readonly name: string
  /** JSON, as Python's `json.dumps` writes it. */
  readonly arguments: string
}

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
  // A name ends at a blank (tool_name_blank__tools_name_with_spaces).
  const name = /([^>\s]{1,1000})[^>\n]{0,1000}>/y
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
    // As Python reads it: NaN is a number, and 1e5 is written as 100000.0 (undeclared_tools__say_param_json).
    return parseJson(text)
  } catch {
    return text
  }
}

/** One call in the markup that the `qwen3_coder` parser reads (chat_tools_choice_none shows it raw). */
export function writeToolCall(name: string, callArguments: Record<string, unknown>): string {
  const parameters = Object.entries(callArguments).map(
    ([key, value]) => `<parameter=${key}>\n${typeof value === 'string' ? value : spacedJson(value)}\n</parameter>\n`,
  )
  return `<tool_call>\n<function=${name}>\n${parameters.join('')}</function>\n</tool_call>`
}
