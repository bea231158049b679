import { isDictionary } from '../../json/is-dictionary.js'
import { spacedJson } from '../../json/spaced-json.js'
import { float } from '../../json/python-float.js'
import type { ParsedToolCall, ToolSpec } from './tool-spec.js'

const CALL = /<function=([^>\n]+)>([^]*?)<\/function>/g
const PARAMETER = /<parameter=([^>\n]+)>\n?([^]*?)\n?<\/parameter>/g

/**
 * Reads the calls out of `qwen3_coder` markup. Values stand there as bare text: the tool's schema says which of them
 * are numbers and the like. What cannot be read is dropped (chat_tools_malformed_call).
 */
export function readToolCalls(markup: string, tools: readonly ToolSpec[]): ParsedToolCall[] {
  const calls: ParsedToolCall[] = []
  for (const [, name = '', body = ''] of markup.matchAll(CALL)) {
    const properties = tools.find((tool) => tool.name === name)?.parameters.properties
    const read: Record<string, unknown> = {}
    for (const [, key = '', value = ''] of body.matchAll(PARAMETER)) {
      const schema = isDictionary(properties) ? properties[key] : undefined
      read[key] = readValue(value, isDictionary(schema) ? schema.type : undefined)
    }
    calls.push({ name, arguments: spacedJson(read) })
  }
  return calls
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
