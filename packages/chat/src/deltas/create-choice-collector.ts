import type { ChatChoice } from '../chat-completion.js'
import type { ChatChunkChoice } from '../chat-completion-chunk.js'
import { type CallCollector, createCallCollector } from './create-call-collector.js'
import { countMembers, createRepeatFinder } from '@tabby/kit/deltas/create-repeat-finder'
import { createFieldKeeper, type FieldKeeper, isName } from '@tabby/kit/deltas/create-field-keeper'
import { createGrowingText } from '@tabby/kit/deltas/create-growing-text'
import type { SizeLimit } from '@tabby/kit/deltas/create-size-limit'

/** Roughly what a choice takes besides its strings. */
const choiceSize = 512

/** Assembles the deltas of one choice. */
export function createChoiceCollector(index: number, size: SizeLimit) {
  size.grow(choiceSize)
  const content = createGrowingText()
  const reasoning = createGrowingText()
  const messageFields = createFieldKeeper(size)
  const choiceFields = createFieldKeeper(size)
  let calls: CallCollector | undefined
  let logprobs: FieldKeeper | undefined
  let finish_reason: ChatChoice['finish_reason'] = null
  let hasContent = false
  let hasReasoning = false

  const isMessageRepeated = createRepeatFinder()
  const isChoiceRepeated = createRepeatFinder()

  const addMessageField = (place: number, name: string, value: unknown) => {
    // A repeated string or list makes the field longer; a repeated null is still null.
    if (isMessageRepeated(place, name, value) && (value === null || isName(name))) return
    if (isName(name)) messageFields.replace(name, value)
    else messageFields.append(name, value)
  }
  const addContent = (text: string) => {
    size.grow(text.length)
    content.add(text)
    hasContent = true
  }
  const addReasoning = (text: string) => {
    size.grow(text.length)
    reasoning.add(text)
    hasReasoning = true
  }
  const addDelta = (delta: ChatChunkChoice['delta']) => {
    let place = 0
    for (const name in delta) {
      const value: unknown = delta[name as keyof typeof delta]
      if (name === 'content') {
        if (value) addContent(value as string)
      } else if (name === 'reasoning_content') {
        if (value) addReasoning(value as string)
      } else if (name === 'tool_calls') {
        if (delta.tool_calls?.length) (calls ??= createCallCollector(size)).add(delta.tool_calls)
      } else addMessageField(place++, name, value)
    }
  }
  const addLogprobs = (added: object) => {
    for (const [name, value] of Object.entries(added)) {
      if (value !== null) (logprobs ??= createFieldKeeper(size)).append(name, value)
    }
  }
  const addMembers = (choice: ChatChunkChoice) => {
    let place = 0
    for (const name in choice) {
      if (name === 'delta') addDelta(choice.delta)
      else if (name === 'finish_reason') finish_reason ??= choice.finish_reason
      else if (name === 'eos_reason') {
        // At its end, `null` means that the choice was interrupted; before that, that it continues.
        if (choice.finish_reason || choice.eos_reason) choiceFields.replace(name, choice.eos_reason)
      } else if (name === 'logprobs') {
        if (choice.logprobs) addLogprobs(choice.logprobs)
      } else if (name === 'index' || name === 'message' || name === 'text') continue
      else {
        const value: unknown = choice[name as keyof ChatChunkChoice]
        const isRepeated = isChoiceRepeated(place++, name, value)
        if (Array.isArray(value)) choiceFields.append(name, value)
        else if (!isRepeated) choiceFields.replace(name, value)
      }
    }
  }
  return {
    add(choice: ChatChunkChoice) {
      // Nearly all choices have only the usual members, and nearly all deltas only text.
      const { delta, finish_reason: end } = choice
      const isUsual = end === null && countMembers(choice) === (choice.logprobs === null ? 4 : 3)
      if (!isUsual) addMembers(choice)
      else if (delta.content && countMembers(delta) === 1) addContent(delta.content)
      else addDelta(delta)
    },
    get(): ChatChoice {
      return {
        index,
        finish_reason,
        ...choiceFields.get(),
        message: {
          role: 'assistant',
          tool_call_id: null,
          ...messageFields.get(),
          content: hasContent ? content.get() : null,
          reasoning_content: hasReasoning ? reasoning.get() : null,
          tool_calls: calls ? calls.get() : null,
        },
        logprobs: (logprobs?.get() ?? null) as ChatChoice['logprobs'],
      } as ChatChoice
    },
  }
}
