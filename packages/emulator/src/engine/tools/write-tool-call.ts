import { spacedJson } from '../../json/spaced-json.js'

/** One call in the markup that the `qwen3_coder` parser reads (chat_tools_choice_none shows it raw). */
export function writeToolCall(name: string, callArguments: Record<string, unknown>): string {
  const parameters = Object.entries(callArguments).map(
    ([key, value]) => `<parameter=${key}>\n${typeof value === 'string' ? value : spacedJson(value)}\n</parameter>\n`,
  )
  return `<tool_call>\n<function=${name}>\n${parameters.join('')}</function>\n</tool_call>`
}
