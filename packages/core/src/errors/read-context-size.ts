/** How much did not fit, where an error says it. */
export interface ContextSize {
  /** How many tokens fit into the context of the model. */
  readonly contextLimit?: number
  /** How many tokens the request needs. */
  readonly requestedTokens?: number
}

const digits = String.raw`(\d{1,3}(?:,\d{3})+|\d{1,12})`

/** "available context size of 4096 tokens" (TabbyAPI), "maximum context length is 4096 tokens" (OpenAI, vLLM). */
const limits = [
  String.raw`(?:context (?:length|size|window)|(?:model|maximum) length|(?:token|configured) limit)\D{0,20}${digits}`,
  // "200001 tokens > 200000 maximum"
  String.raw`> ?${digits} maximum`,
]

/** "Prompt length 4210", "requires 5120 cache tokens" (TabbyAPI), "you requested 5000 tokens" (OpenAI, vLLM). */
const needs = [
  String.raw`(?:prompt length|requires|requested|resulted in|has|passed|contains(?: at least)?)\D{0,12}${digits}`,
  // "request (5000 tokens) exceeds" (llama.cpp), "prompt (length 5000) is longer" (vLLM)
  String.raw`(?:request|prompt) \((?:length )?${digits}`,
  String.raw`too long: ?${digits}`,
]

function readNumber(text: string, patterns: readonly string[]): number | undefined {
  for (const pattern of patterns) {
    const found = new RegExp(pattern, 'i').exec(text)?.[1]
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
