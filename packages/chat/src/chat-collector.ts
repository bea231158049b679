import type { TabbyCollector } from '@tabby/core'
import type { ChatChoice, ChatCompletion } from './chat-completion.js'
import type { ChatChunkChoice, ChatCompletionChunk } from './chat-completion-chunk.js'
import { createChoiceCollector } from './deltas/create-choice-collector.js'
import { createFaultFinder } from '@tabby/kit/deltas/create-fault-finder'
import { createHeadKeeper } from '@tabby/kit/deltas/create-head-keeper'
import { createSizeLimit } from '@tabby/kit/deltas/create-size-limit'

/** What a collector of chunks is made for. */
export interface ChatCollectorOptions {
  /** How many choices were asked for. */
  readonly expectedChoices?: number | null | undefined
  /** The most characters to keep. */
  readonly maxResponseSize?: number | undefined
  /** Whether to keep the completion at all; without it only the ends of choices are noted. */
  readonly keepPartial?: boolean | undefined
}

/** Puts chunks, as a chunk reader gives them, together to what a completion that was not streamed looks like. */
export function createChatCollector({ expectedChoices, maxResponseSize, keepPartial = true }: ChatCollectorOptions) {
  const size = createSizeLimit(maxResponseSize)
  const choices = new Map<number, ReturnType<typeof createChoiceCollector>>()
  const head = createHeadKeeper(size)
  const ended = new Set<number>()
  const faults = createFaultFinder()

  let lastIndex: number | undefined
  let last: ReturnType<typeof createChoiceCollector>

  const keep = (choice: ChatChunkChoice) => {
    const { index } = choice
    if (index !== lastIndex) {
      last = choices.get(index) ?? createChoiceCollector(index, size)
      choices.set((lastIndex = index), last)
    }
    last.add(choice)
  }
  return {
    add(chunk) {
      faults.add(chunk.choices)
      for (const choice of chunk.choices) {
        if (choice.finish_reason) ended.add(choice.index)
        if (keepPartial) keep(choice)
      }
      if (keepPartial) head.add(chunk)
    },
    getResult(): ChatCompletion {
      const begun = [...choices.values()].map((choice): ChatChoice => choice.get())
      return {
        id: '',
        created: 0,
        model: '',
        usage: null,
        ...head.get(),
        object: 'chat.completion',
        choices: begun.sort((one, other) => one.index - other.index),
      }
    },
    isComplete: () => ended.size >= (expectedChoices ?? 1),
    findFault: () => faults.find(expectedChoices ?? 1, ended.size),
  } satisfies TabbyCollector<ChatCompletionChunk>
}
