import { toBody } from '@tabby/kit/body/to-body'
import { toGenerationBody } from '@tabby/kit/body/to-generation-body'
import type { ChatCompletionParams } from './chat-completion-params.js'

/** What the functions for chats set, or read from the parameters. */
const own = ['messages', 'n', 'stream', 'stream_options', 'tools']

/**
 * Makes the body of a chat. A tool without description or parameters is refused by the server with a 422, though
 * OpenAI takes it: it gets empty ones, in a copy.
 */
export function toChatBody(params: ChatCompletionParams, stream: boolean): Record<string, unknown> {
  const tools = params.tools?.map((tool) => ({
    ...tool,
    function: {
      ...tool.function,
      description: tool.function.description ?? '',
      parameters: tool.function.parameters ?? { type: 'object', properties: {} },
    },
  }))
  const body = toBody('POST /v1/chat/completions', { ...params, tools }, own)
  return toGenerationBody(body, stream)
}
