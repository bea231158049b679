import type { TabbyCollector } from '@tabby/core'
import { countMembers, createRepeatFinder } from '@tabby/kit/deltas/create-repeat-finder'
import { createFaultFinder } from '@tabby/kit/deltas/create-fault-finder'
import { createFieldKeeper } from '@tabby/kit/deltas/create-field-keeper'
import { createGrowingText } from '@tabby/kit/deltas/create-growing-text'
import { createHeadKeeper } from '@tabby/kit/deltas/create-head-keeper'
import { createSizeLimit, type SizeLimit } from '@tabby/kit/deltas/create-size-limit'
import { createLogprobsCollector } from './create-logprobs-collector.js'
import type { Completion, CompletionChoice, CompletionChunk } from './completion.js'

/** Options of a completion collector. */
export interface CompletionCollectorOptions {
  /** How many texts were requested. */
  readonly expectedChoices?: number
  /** The most characters to keep. */
  readonly maxResponseSize?: number | undefined
  /** Whether to keep the completion at all; if not, only the ends of texts are recorded. */
  readonly keepPartial?: boolean | undefined
}

/** Assembles chunks from a completion reader into the shape of a completion that was not streamed. */
export function createCompletionCollector({
  expectedChoices = 1,
  maxResponseSize,
  keepPartial = true,
}: CompletionCollectorOptions) {
  const size = createSizeLimit(maxResponseSize)
  const choices = new Map<number, ReturnType<typeof createChoiceCollector>>()
  // The reader has already renamed `model_name`.
  const head = createHeadKeeper(size, true)
  const ended = new Set<number>()
  const faults = createFaultFinder()
  let lastIndex: number | undefined
  let last: ReturnType<typeof createChoiceCollector>
  return {
    add(chunk) {
      faults.add(chunk.choices)
      for (const choice of chunk.choices) {
        if (choice.finish_reason) ended.add(choice.index)
        if (!keepPartial) continue
        const { index } = choice
        if (index !== lastIndex) {
          last = choices.get(index) ?? createChoiceCollector(index, size)
          choices.set((lastIndex = index), last)
        }
        last!.add(choice)
      }
      if (keepPartial) head.add(chunk)
    },
    getResult(): Completion {
      const begun = [...choices.values()].map((choice) => choice.get())
      return {
        id: '',
        object: 'text_completion',
        created: 0,
        model: '',
        usage: null,
        ...head.get(),
        choices: begun.sort((one, other) => one.index - other.index),
      }
    },
    isComplete: () => ended.size >= expectedChoices,
    findFault: () => faults.find(expectedChoices, ended.size),
  } satisfies TabbyCollector<CompletionChunk>
}

/** Roughly what a text takes besides its characters. */
const choiceSize = 512

/** Assembles the chunks of one text. */
function createChoiceCollector(index: number, size: SizeLimit) {
  size.grow(choiceSize)
  const text = createGrowingText()
  const fields = createFieldKeeper(size)
  const logprobs = createLogprobsCollector(size)
  let finish_reason: CompletionChoice['finish_reason'] = null
  const isRepeated = createRepeatFinder()
  const addField = (place: number, name: string, value: unknown) => {
    const isSame = isRepeated(place, name, value)
    if (Array.isArray(value)) fields.append(name, value)
    else if (!isSame) fields.replace(name, value)
  }
  const addMembers = (choice: CompletionChoice) => {
    let place = 0
    for (const name in choice) {
      if (name === 'text' || name === 'index' || name === 'finish_reason') continue
      if (name === 'delta' || name === 'message') continue
      if (name === 'logprobs') {
        if (choice.logprobs) logprobs.add(choice.logprobs)
        // At the end of a text, `null` means that it was interrupted; before that, that it continues.
      } else if (name !== 'eos_reason' || choice.finish_reason || choice.eos_reason) {
        addField(place++, name, choice[name as keyof CompletionChoice])
      }
    }
  }
  return {
    add(choice: CompletionChoice) {
      size.grow(choice.text.length)
      if (choice.text) text.add(choice.text)
      finish_reason ??= choice.finish_reason
      // Nearly all choices have only the usual members.
      const isUsual = choice.finish_reason === null && countMembers(choice) === (choice.logprobs === null ? 4 : 3)
      if (!isUsual) addMembers(choice)
    },
    get: (): CompletionChoice => ({
      index,
      finish_reason,
      ...fields.get(),
      logprobs: logprobs.get(),
      text: text.get(),
    }),
  }
}
