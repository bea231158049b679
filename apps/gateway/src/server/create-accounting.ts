import type { TabbyWrapper } from '@tabby/core'
import type { RequestEntry } from './request-entry.js'

/** What a response tells of itself, whole or in a chunk. */
interface Told {
  readonly model?: unknown
  readonly usage?: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown } | null
}

const toCount = (value: unknown) => (typeof value === 'number' && value > 0 ? value : 0)

/** Makes a wrapper that writes the model and the tokens of each call into the entry of its request. */
export function createAccounting(onTokens: (entry: RequestEntry, tokens: number) => void): TabbyWrapper {
  return (send) => async (request) => {
    const response = await send(request)
    const entry = request.context?.['entry'] as RequestEntry | undefined
    if (!entry) return response
    const onValue = (value: unknown) => {
      const { model, usage } = (value ?? {}) as Told
      if (entry.model === undefined && typeof model === 'string') entry.model = model
      if (!usage) return
      entry.promptTokens = toCount(usage.prompt_tokens)
      entry.completionTokens = toCount(usage.completion_tokens)
    }
    const onEnd = () => onTokens(entry, (entry.promptTokens ?? 0) + (entry.completionTokens ?? 0))
    return { ...response, watches: [...(response.watches ?? []), { onValue, onEnd }] }
  }
}
