import type { ToolCall } from '@tabby/core'
import { createFieldKeeper, type FieldKeeper } from './create-field-keeper.js'
import { createGrowingText, type GrowingText } from './create-growing-text.js'
import type { SizeLimit } from './create-size-limit.js'

/** The calls of one choice, put together from their pieces. */
export interface CallCollector {
  /** Takes the calls of one delta, as a chunk reader gives them. */
  readonly add: (calls: readonly ToolCall[]) => void
  /** The calls so far, in the order in which they began. */
  readonly get: () => ToolCall[]
}

interface GrowingCall {
  id: string | undefined
  name: string
  readonly text: GrowingText
  readonly fields: FieldKeeper
  readonly functionFields: FieldKeeper
}

/** About what a call takes beside its texts. */
const callSize = 128

/** Puts tool calls together. Each piece is found by its index, so 40,000 calls take no longer than as many texts. */
export function createCallCollector(size: SizeLimit): CallCollector {
  const growing = new Map<number, GrowingCall>()
  const begin = (): GrowingCall => {
    size.grow(callSize)
    const fields = createFieldKeeper(size)
    return { id: undefined, name: '', text: createGrowingText(), fields, functionFields: createFieldKeeper(size) }
  }
  return {
    add(calls) {
      for (const { id, index, function: called, ...rest } of calls) {
        const place = index ?? growing.size
        const call = growing.get(place) ?? begin()
        growing.set(place, call)
        const { name, arguments: text, ...functionRest } = called
        size.grow(name.length + text.length)
        call.id ??= id
        call.name += name
        if (text) call.text.add(text)
        for (const [field, value] of Object.entries(rest)) call.fields.replace(field, value)
        for (const [field, value] of Object.entries(functionRest)) call.functionFields.replace(field, value)
      }
    },
    get: () =>
      [...growing].map(([index, { id, name, text, fields, functionFields }]) => ({
        ...(id !== undefined && { id }),
        function: { ...functionFields.get(), name, arguments: text.get() },
        ...fields.get(),
        index,
      })),
  }
}
