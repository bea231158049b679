import { createGrowingText, type GrowingText } from './create-growing-text.js'
import { measureValue } from './measure-value.js'
import type { SizeLimit } from './create-size-limit.js'

/** Fields of the pieces of one object, put together by their names. */
export interface FieldKeeper {
  /** Keeps a value in place of the one before. Nothing, that is `null` or an empty text, replaces nothing. */
  readonly replace: (name: string, value: unknown) => void
  /** Adds a text to a text and a list to a list; any other value replaces the one before. */
  readonly append: (name: string, value: unknown) => void
  /** How many fields there are. */
  readonly count: () => number
  /** All of them. */
  readonly get: () => Record<string, unknown>
}

interface Kept {
  value: unknown
  text?: GrowingText
  size: number
}

/** Keeps the fields of chunks that have no meaning here, under names that a server chose. */
export function createFieldKeeper(size: SizeLimit): FieldKeeper {
  // A map, because names from outside must not reach a prototype.
  const fields = new Map<string, Kept>()
  const replace = (name: string, value: unknown) => {
    const kept = fields.get(name)
    if (kept && (kept.value === value || value === null || value === undefined || value === '')) return
    const taken = name.length + measureValue(value, size.limit)
    size.grow(taken - (kept?.size ?? 0))
    fields.set(name, { value, size: taken })
  }
  return {
    replace,
    append(name, value) {
      const kept = fields.get(name)
      if (typeof value === 'string' && kept && typeof kept.value === 'string') {
        if (!kept.text) {
          kept.text = createGrowingText()
          kept.text.add(kept.value)
        }
        size.grow(value.length)
        kept.size += value.length
        kept.text.add(value)
      } else if (Array.isArray(value) && kept && Array.isArray(kept.value)) {
        const taken = measureValue(value, size.limit)
        size.grow(taken)
        kept.size += taken
        for (const member of value) kept.value.push(member)
      } else replace(name, Array.isArray(value) ? [...value] : value)
    },
    count: () => fields.size,
    get() {
      const values = [...fields].filter(([name]) => name !== '__proto__')
      return Object.fromEntries(
        values.map(([name, { value, text }]) => [name, text?.get() ?? (Array.isArray(value) ? [...value] : value)]),
      )
    },
  }
}
