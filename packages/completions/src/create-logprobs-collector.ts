import type { SizeLimit } from '@tabby/kit/deltas/create-size-limit'
import { createFieldKeeper } from '@tabby/kit/deltas/create-field-keeper'
import type { CompletionLogprobs } from './completion.js'

/**
 * Joins the logprobs of one text. Offsets start at 0 in each chunk (recording completion_logprobs_stream); here they
 * continue from the end of the last token. Each list grows by itself, whatever the length of the others.
 */
export function createLogprobsCollector(size: SizeLimit) {
  const lists = createFieldKeeper(size)
  let isEmpty = true
  let start = 0
  return {
    add(added: CompletionLogprobs) {
      isEmpty = false
      const { text_offset, ...others } = added
      for (const [name, value] of Object.entries(others)) if (value) lists.append(name, value)
      if (!Array.isArray(text_offset)) return
      const offsets = text_offset.map((offset: unknown) => (typeof offset === 'number' ? offset + start : offset))
      lists.append('text_offset', offsets)
      const last: unknown = Array.isArray(added.tokens) ? added.tokens.at(-1) : undefined
      const lastOffset = offsets.at(-1)
      if (typeof lastOffset === 'number') start = lastOffset + (typeof last === 'string' ? [...last].length : 0)
    },
    get(): CompletionLogprobs | null {
      if (isEmpty) return null
      return { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [], ...lists.get() }
    },
  }
}
