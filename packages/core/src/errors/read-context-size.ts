/** How much did not fit, if an error says so. */
export interface ContextSize {
  /** How many tokens fit into the context of the model. */
  readonly contextLimit?: number
  /** How many tokens the request needs. */
  readonly requestedTokens?: number
}

/** "available context size of 4096 tokens" (TabbyAPI), "maximum context length is 4096 tokens" (OpenAI, vLLM). */
const limits = [
  /(?:context (?:length|size|window)|(?:model|maximum) length|(?:token|configured) limit)\D{0,20}(\d[\d,]{0,15})/i,
  // "200001 tokens > 200000 maximum"
  /> ?(\d[\d,]{0,15}) maximum/i,
]

/** "Prompt length 4210", "requires 5120 cache tokens" (TabbyAPI), "you requested 5000 tokens" (OpenAI, vLLM). */
const needs = [
  /(?:prompt length|requires|requested|resulted in|has|passed|contains(?: at least)?)\D{0,12}(\d[\d,]{0,15})/i,
  // "request (5000 tokens) exceeds" (llama.cpp), "prompt (length 5000) is longer" (vLLM)
  /(?:request|prompt) \((?:length )?(\d[\d,]{0,15})/i,
  /too long: ?(\d[\d,]{0,15})/i,
]

function readNumber(text: string, patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1]
    if (found) return Number(found.replaceAll(',', ''))
  }
  return undefined
}

/** Reads the numbers out of the message of an error about the context, in the wordings that servers use. */
export function readContextSize(message: string): ContextSize {
  const contextLimit = readNumber(message, limits)
  const requestedTokens = readNumber(message, needs)
  return {
    ...(contextLimit !== undefined && { contextLimit }),
    ...(requestedTokens !== undefined && { requestedTokens }),
  }
}

/** The code that TabbyAPI and OpenAI name, and the type that llama.cpp does; other codes of gateways are ignored. */
const names: readonly unknown[] = ['context_length_exceeded', 'exceed_context_size_error']

/** Whether an error is about the context. vLLM says so by its message alone, with both numbers in it. */
export function toContextCode(said: { readonly code?: unknown; readonly message?: unknown } | undefined) {
  if (names.includes(said?.code)) return 'context_length_exceeded'
  const message = typeof said?.message === 'string' ? said.message.slice(0, 2000) : ''
  if (!/context length|model length/.test(message)) return undefined
  const { contextLimit, requestedTokens } = readContextSize(message)
  return contextLimit && requestedTokens ? 'context_length_exceeded' : undefined
}
