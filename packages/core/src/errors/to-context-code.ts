import { readContextSize } from './read-context-size.js'

/** The code that TabbyAPI and OpenAI name, and the type that llama.cpp does; other codes of a gateway are not ours. */
const names: readonly unknown[] = ['context_length_exceeded', 'exceed_context_size_error']

/** Whether an error is about the context. vLLM says so by its message alone, with both numbers in it. */
export function toContextCode(said: { readonly code?: unknown; readonly message?: unknown } | undefined) {
  if (names.includes(said?.code)) return 'context_length_exceeded'
  const message = typeof said?.message === 'string' ? said.message.slice(0, 2000) : ''
  if (!/context length|model length/.test(message)) return undefined
  const { contextLimit, requestedTokens } = readContextSize(message)
  return contextLimit && requestedTokens ? 'context_length_exceeded' : undefined
}
