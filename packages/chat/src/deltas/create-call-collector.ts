import type { ToolCall } from '@tabby/core'
import { createGrowingText, type GrowingText } from '@tabby/kit/deltas/create-growing-text'
import type { SizeLimit } from '@tabby/kit/deltas/create-size-limit'
import { measureValue } from '@tabby/kit/deltas/measure-value'

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
  text: string
  /** The arguments once they have a second piece. */
  growing: GrowingText | undefined
  fields: Fields
  functionFields: Fields
}

type Fields = Readonly<Record<string, unknown>>

/** About what a call takes beside its texts. */
const callSize = 128

/** Puts tool calls together. Each piece is found by its index, so 40,000 calls take no longer than as many texts. */
export function createCallCollector(size: SizeLimit): CallCollector {
  const calls = new Map<number, GrowingCall>()
  const merge = (known: Fields, added: Fields): Fields => {
    size.grow(measureValue(added, size.limit))
    return { ...known, ...added }
  }
  const begin = ({ id, function: called, ...fields }: Omit<ToolCall, 'index'>): GrowingCall => {
    const { name, arguments: text, ...functionFields } = called
    size.grow(callSize + name.length + text.length + measureValue(fields, size.limit))
    size.grow(measureValue(functionFields, size.limit))
    return { id, name, text, growing: undefined, fields, functionFields }
  }
  const goOn = (call: GrowingCall, { id, function: called, ...fields }: Omit<ToolCall, 'index'>) => {
    const { name, arguments: text, ...functionFields } = called
    size.grow(name.length + text.length)
    call.id ??= id
    call.name += name
    if (text && !call.growing) {
      call.growing = createGrowingText()
      call.growing.add(call.text)
    }
    if (text) call.growing!.add(text)
    if (Object.keys(fields).length > 0) call.fields = merge(call.fields, fields)
    if (Object.keys(functionFields).length > 0) call.functionFields = merge(call.functionFields, functionFields)
  }
  return {
    add(pieces) {
      for (const { index, ...piece } of pieces) {
        const place = index ?? calls.size
        const known = calls.get(place)
        if (known) goOn(known, piece)
        else calls.set(place, begin(piece))
      }
    },
    get: () =>
      [...calls].map(([index, { id, name, text, growing, fields, functionFields }]) => ({
        ...(id !== undefined && { id }),
        function: { ...functionFields, name, arguments: growing?.get() ?? text },
        ...fields,
        index,
      })),
  }
}
