import { TabbyRequestError } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/require-params'
import { toBody } from '@tabby/kit/body/to-body'
import { toGenerationBody } from '@tabby/kit/body/to-generation-body'
import type { ChatCompletionParams, ChatTool } from './chat-completion-params.js'

const path = 'POST /v1/chat/completions'

/** What the functions for chats set, or read from the parameters. */
const own = ['messages', 'n', 'stream', 'stream_options', 'tools']

/**
 * Makes the body of a chat. A tool without description or parameters is refused by the server with a 422, though
 * OpenAI takes it: it gets empty ones, in a copy.
 */
export function toChatBody(params: ChatCompletionParams, stream: boolean): Record<string, unknown> {
  requireParams(path, params)
  const tools = params.tools && readTools(params.tools)
  return toGenerationBody(toBody(path, { ...params, tools }, own), stream)
}

function readTools(tools: readonly ChatTool[]): readonly ChatTool[] {
  if (!Array.isArray(tools)) throw new TabbyRequestError(`${path}: tools must be a list`)
  return tools.map((tool: ChatTool, index) => {
    const told: unknown = tool?.function
    if (typeof told !== 'object' || told === null) {
      throw new TabbyRequestError(`${path}: tools.${index} must be { type: 'function', function: { name, ... } }`)
    }
    const { description, parameters } = tool.function
    const usual = { description: description ?? '', parameters: parameters ?? { type: 'object', properties: {} } }
    return { ...tool, function: { ...tool.function, ...usual } }
  })
}
