import type { ChatCompletionParams, ChatTool } from '@tabby/chat'
import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import type { BindToolsInput, ToolChoice } from '@langchain/core/language_models/chat_models'
import { convertToOpenAITool } from '@langchain/core/utils/function_calling'

/**
 * Writes the tools of LangChain as the server reads them, and what the model must call.
 *
 * @throws TabbyRequestError for a tool that the server does not know, such as one that another provider hosts.
 */
export function toToolParams(
  tools: readonly BindToolsInput[] | undefined,
  choice: ToolChoice | undefined,
): Pick<ChatCompletionParams, 'tools' | 'tool_choice'> {
  if (!tools?.length) return {}
  const written = tools.map(toTool)
  return { tools: written, ...(choice !== undefined && { tool_choice: toToolChoice(choice) }) }
}

function toTool(tool: BindToolsInput): ChatTool {
  const written: unknown = convertToOpenAITool(tool)
  const called = isRecord(written) ? written['function'] : undefined
  if (isRecord(called) && typeof called['name'] === 'string') {
    return { type: 'function', function: { ...called, name: called['name'] } }
  }
  throw new TabbyRequestError(
    'ChatTabby: a tool must be a tool of LangChain, or { type: "function", function: { name, description, parameters } }',
  )
}

function toToolChoice(choice: ToolChoice): NonNullable<ChatCompletionParams['tool_choice']> {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice
  if (choice === 'any') return 'required'
  if (typeof choice === 'string') return { type: 'function', function: { name: choice } }
  const called: unknown = choice['function']
  if (isRecord(called) && typeof called['name'] === 'string')
    return { type: 'function', function: { name: called['name'] } }
  throw new TabbyRequestError('ChatTabby: tool_choice must be "auto", "none", "any", "required" or the name of a tool')
}
