import type { TabbyCollector } from '@tabby/core'
import type { ChatChoice, ChatCompletion } from './chat-completion.js'
import type { ChatChunkChoice, ChatCompletionChunk } from './chat-completion-chunk.js'
import { createChoiceCollector } from './deltas/create-choice-collector.js'
import { createFaultFinder } from '@tabby/kit/deltas/create-fault-finder'
import { createHeadKeeper } from '@tabby/kit/deltas/create-head-keeper'
import { createSizeLimit } from '@tabby/kit/deltas/create-size-limit'

/** Options of a chunk collector. */
export interface ChatCollectorOptions {
  /** How many choices were requested. */
  readonly expectedChoices?: number | null | undefined
  /** Most characters to keep. */
  readonly maxResponseSize?: number | undefined
  /** Whether to keep the completion at all; if not, only the ends of choices are recorded. */
  readonly keepPartial?: boolean | undefined
}

/** Assembles chunks from a chunk reader into the shape of a completion that was not streamed. */
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
