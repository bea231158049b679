import type { ToolCall } from '@tabby/core'

/** A tool call in OpenAI's terms. */
export interface OpenAIToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** Makes an id of the given kind, such as `call_...`, for what the server gave no id. */
export function createId(kind: string): string {
  return `${kind}_${crypto.randomUUID().replaceAll('-', '')}`
}

/** Writes a whole call as OpenAI would. The result must refer to its id. */
export function toToolCall({ id, function: called }: ToolCall): OpenAIToolCall {
  return {
    id: id || createId('call'),
    type: 'function',
    function: { name: called.name, arguments: called.arguments || '{}' },
  }
}
