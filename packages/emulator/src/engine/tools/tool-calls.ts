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
 * Reads the calls out of `qwen3_coder` markup. Values stand there as bare text: what reads as JSON is taken as such,
 * whatever the tool's schema says (undeclared_tools__say_param_json). What cannot be read is dropped
 * (chat_tools_malformed_call).
 */
export function readToolCalls(markup: string): ParsedToolCall[] {
  const calls: ParsedToolCall[] = []
  for (const block of readBlocks(markup)) {
    for (const { name, body } of readElements(block, 'function')) {
      const read = new Map<string, unknown>()
      for (const { name: key, body: value } of readElements(body, 'parameter')) read.set(key, readValue(value.trim()))
      calls.push({ name, arguments: spacedJson(Object.fromEntries(read)) })
    }
  }
  return calls
}

/** What stands in whole blocks, or everything where there is none (undeclared_tools__say_two_blocks_one_open). */
function readBlocks(markup: string): string[] {
  const [open, close] = ['<tool_call>', '</tool_call>']
  const blocks: string[] = []
  for (let begin = markup.indexOf(open); begin >= 0;) {
    const end = markup.indexOf(close, begin)
    if (end < 0) break
    blocks.push(markup.slice(begin + open.length, end))
    begin = markup.indexOf(open, end)
  }
  return blocks.length > 0 ? blocks : [markup]
}

/**
 * The elements of one kind, `<function=name>body</function>`, each up to the next end. Searched for, not matched: a
 * regular expression would look for an end that is missing anew from each beginning.
 */
function* readElements(markup: string, kind: string): Generator<{ name: string; body: string }> {
  const [open, close] = [`<${kind}=`, `</${kind}>`]
  // A name ends at a blank (tool_name_blank__tools_name_with_spaces).
  const name = /([^>\s]{1,1000})[^>]{0,1000}>/y
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

function readValue(text: string): unknown {
  try {
    // As Python reads it: NaN is a number, and 1e5 is written as 100000.0.
    return parseJson(text)
  } catch {
    return text
  }
}

/** One call in the markup that the `qwen3_coder` parser reads (chat_tools_choice_none shows it raw). */
export function writeToolCall(name: string, callArguments: Record<string, unknown>): string {
  const parameters = Object.entries(callArguments).map(
    ([key, value]) => `<parameter=${key}>\n${writeValue(value)}\n</parameter>\n`,
  )
  return `<tool_call>\n<function=${name}>\n${parameters.join('')}</function>\n</tool_call>`
}

/** A text stands bare unless it would be read as something else. */
function writeValue(value: unknown): string {
  return typeof value === 'string' && readValue(value.trim()) === value ? value : spacedJson(value)
}
