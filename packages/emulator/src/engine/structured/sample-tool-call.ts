import type { ToolSpec } from '../tools/tool-calls.js'
import { sampleMembers, type SampleWords } from './sample-json.js'

/** A call in the markup that the `qwen3_coder` parser reads, with arguments that satisfy the tool's schema, chunk by chunk. */
export function* sampleToolCall({ name, parameters }: ToolSpec, words: SampleWords): Generator<string> {
  yield `<tool_call>\n<function=${name}>\n`
  for (const member of sampleMembers(parameters, words)) {
    yield `<parameter=${member.name}>\n`
    yield* member.chunks
    yield '\n</parameter>\n'
  }
  yield '</function>\n</tool_call>'
}
