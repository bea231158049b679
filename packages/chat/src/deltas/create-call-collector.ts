import type { ToolCall } from '@tabby/core'
import { createFieldKeeper, type FieldKeeper } from '@tabby/kit/deltas/create-field-keeper'
import { createGrowingText, type GrowingText } from '@tabby/kit/deltas/create-growing-text'
import type { SizeLimit } from '@tabby/kit/deltas/create-size-limit'

/** Assembles the calls of one choice from their chunks. */
export interface CallCollector {
  /** Takes the calls of one delta, as a chunk reader returns them. */
  readonly add: (calls: readonly ToolCall[]) => void
  /** Returns the calls so far, in the order in which they began. */
  readonly get: () => ToolCall[]
}

interface GrowingCall {
  id: string | undefined
  name: string
  text: string
  /** The arguments, from their second chunk on. */
  growing: GrowingText | undefined
  fields: FieldKeeper | undefined
  functionFields: FieldKeeper | undefined
}

/** Roughly what a call takes besides its strings. */
const callSize = 128

/** Assembles tool calls. Each chunk is matched by its index, so 40,000 calls take no longer than as many texts. */
export function createCallCollector(size: SizeLimit): CallCollector {
  const calls = new Map<number, GrowingCall>()
  /** Copying all fields for each chunk would be quadratic in chunks with new fields. */
  const keep = (keeper: FieldKeeper | undefined, fields: object) => {
    let kept = keeper
    for (const name in fields) (kept ??= createFieldKeeper(size)).replace(name, fields[name as keyof typeof fields])
    return kept
  }
  const begin = ({ id, function: called, ...fields }: Omit<ToolCall, 'index'>): GrowingCall => {
    const { name, arguments: text, ...functionFields } = called
    size.grow(callSize + name.length + text.length)
    return {
      id,
      name,
      text,
      growing: undefined,
      fields: keep(undefined, fields),
      functionFields: keep(undefined, functionFields),
    }
  }
  const goOn = (call: GrowingCall, { id, function: called, ...fields }: Omit<ToolCall, 'index'>) => {
    const { name, arguments: text, ...functionFields } = called
    size.grow(name.length + text.length)
    call.id ??= id
    call.name += name
    // Some gateways begin each call with an empty object, and send the arguments after it.
    if (call.text === '{}' && !call.growing && text.trim()) call.text = ''
    if (text && !call.growing) {
      call.growing = createGrowingText()
      call.growing.add(call.text)
    }
    if (text) call.growing!.add(text)
    call.fields = keep(call.fields, fields)
    call.functionFields = keep(call.functionFields, functionFields)
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
        function: { ...functionFields?.get(), name, arguments: growing?.get() ?? text },
        ...fields?.get(),
        index,
      })),
  }
}
