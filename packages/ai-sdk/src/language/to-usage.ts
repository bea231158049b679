import type { JSONObject, LanguageModelV3Usage } from '@ai-sdk/provider'
import type { Usage } from '@tabby/chat'

/** The server's counts. TabbyAPI does not count cached and reasoning tokens; a gateway may. */
export function toUsage(usage: Usage | null | undefined): LanguageModelV3Usage {
  const input = usage?.prompt_tokens
  const output = usage?.completion_tokens
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? undefined
  const reasoning = usage?.completion_tokens_details?.reasoning_tokens ?? undefined
  return {
    inputTokens: { total: input, noCache: subtract(input, cached), cacheRead: cached, cacheWrite: undefined },
    outputTokens: { total: output, text: subtract(output, reasoning), reasoning },
    ...(usage && { raw: { ...usage } as JSONObject }),
  }
}

const subtract = (total: number | undefined, part: number | undefined) =>
  total === undefined || part === undefined ? undefined : total - part
