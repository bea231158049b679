import type { OutputSplitter } from '../../engine/output/output-piece.js'
import { splitHarmony } from '../../engine/output/split-harmony.js'
import { splitTags } from '../../engine/output/split-tags.js'
import { readToolCalls } from '../../engine/tools/tool-calls.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { randomHex } from '../../state/random-hex.js'
import type { ChatCompletionRequest } from './chat-request.js'

/** Reads what one choice of a chat says: reasoning, content and tool calls. */
export interface ChoiceReader {
  readonly splitter: OutputSplitter
  /** True once a tool call was begun, whatever becomes of it (chat_tools_cut_by_length). */
  hasToolText(): boolean
  /** All calls that could be read, or null. */
  toolCalls(): Record<string, unknown>[] | null
}

const toolTags = { startToken: '<tool_call>', endToken: '</tool_call>' }

/** A reader with the parsers that the model's folder configures; without them tags stay in the content. */
export function createChoiceReader(
  body: ChatCompletionRequest,
  model: LoadedModel,
  beginsInReasoning: boolean,
): ChoiceReader {
  const { reasoning, toolFormat } = model.definition
  // Calls are read whether tools were offered or not (undeclared_tools__say_dup_params). "none" only turns the parser
  // off; the model still calls, and its markup is content (chat_tools_choice_none).
  const readsTools = toolFormat === 'qwen3_coder' && body.tool_choice !== 'none'
  const splitter =
    toolFormat === 'harmony'
      ? splitHarmony()
      : splitTags({ reasoning, tools: readsTools ? toolTags : undefined, beginsInReasoning })
  return {
    splitter,
    hasToolText: () => splitter.toolText !== '',
    toolCalls() {
      const calls = splitter.calls ?? readToolCalls(splitter.toolText)
      if (calls.length === 0) return null
      return calls.map((call, index) => ({
        id: `call_${randomHex().slice(0, 24)}`,
        function: { name: call.name, arguments: call.arguments },
        type: 'function',
        index,
      }))
    },
  }
}
