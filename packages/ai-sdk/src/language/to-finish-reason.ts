import type { LanguageModelV3FinishReason } from '@ai-sdk/provider'

/** Why a reply ended. One that ends with calls and has none holds a call that the server could not read. */
export function toFinishReason(raw: string | null | undefined, calls: number): LanguageModelV3FinishReason {
  return { unified: toUnified(raw, calls), raw: raw ?? undefined }
}

function toUnified(raw: string | null | undefined, calls: number): LanguageModelV3FinishReason['unified'] {
  if (raw === 'tool_calls') return calls > 0 ? 'tool-calls' : 'error'
  return raw === 'stop' || raw === 'length' ? raw : 'other'
}
