import { spacedJson } from '../../json/spaced-json.js'
import { sampleMembers } from '../structured/sample-json.js'
import type { SampleWords } from '../structured/sample-json.js'
import type { ToolSpec } from './tool-spec.js'

/** One call in the markup that the `qwen3_coder` parser reads (chat_tools_choice_none shows it raw). */
export function writeToolCall(name: string, callArguments: Record<string, unknown>): string {
  const parameters = Object.entries(callArguments).map(
    ([key, value]) => `<parameter=${key}>\n${typeof value === 'string' ? value : spacedJson(value)}\n</parameter>\n`,
  )
  return `<tool_call>\n<function=${name}>\n${parameters.join('')}</function>\n</tool_call>`
}

/** A call in the same markup with arguments that satisfy the tool's schema, chunk by chunk. */
export function* sampleToolCall({ name, parameters }: ToolSpec, words: SampleWords): Generator<string> {
  yield `<tool_call>\n<function=${name}>\n`
  for (const member of sampleMembers(parameters, words)) {
    yield `<parameter=${member.name}>\n`
    yield* member.chunks
    yield '\n</parameter>\n'
  }
  yield '</function>\n</tool_call>'
}
