import type { ToolCall } from '@tabby/core'

/** A tool call in OpenAI's terms. */
export interface OpenAIToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** Makes an id of the given kind, such as `call_...`, for what the server gave none. */
export function createId(kind: string): string {
  return `${kind}_${crypto.randomUUID().replaceAll('-', '')}`
}

/** Writes a whole call as OpenAI would. Its id is what the result must name. */
export function toToolCall({ id, function: called }: ToolCall): OpenAIToolCall {
  return {
    id: id || createId('call'),
    type: 'function',
    function: { name: called.name, arguments: called.arguments || '{}' },
  }
}
