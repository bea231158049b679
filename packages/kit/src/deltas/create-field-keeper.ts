import { createGrowingText, type GrowingText } from './create-growing-text.js'
import { isRecord } from './is-record.js'
import type { SizeLimit } from './create-size-limit.js'

/** Fields of the pieces of one object, put together by their names. */
export interface FieldKeeper {
  /** Keeps a value in place of the one before. Nothing, that is `null` or an empty text, replaces nothing. */
  readonly replace: (name: string, value: unknown) => void
  /** Adds a text to a text, a list to a list and the members of an object to those of an object; others replace. */
  readonly append: (name: string, value: unknown) => void
  /** How many fields there are. */
  readonly count: () => number
  /** All of them. */
  readonly get: () => Record<string, unknown>
}

interface Kept {
  value: unknown
  text?: GrowingText
  /** The members of an object that has come in pieces. */
  inner?: FieldKeeper
  size: number
}

/** Keeps the fields of chunks that have no meaning here, under names that a server chose. */
export function createFieldKeeper(size: SizeLimit, isInner = false): FieldKeeper {
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
      } else if (isRecord(value) && kept && isRecord(kept.value) && !isInner) {
        if (!kept.inner) {
          kept.inner = createFieldKeeper(size, true)
          addMembers(kept.inner, kept.value)
        }
        addMembers(kept.inner, value)
      } else replace(name, Array.isArray(value) ? [...value] : value)
    },
    count: () => fields.size,
    get() {
      const values = [...fields].filter(([name]) => name !== '__proto__')
      return Object.fromEntries(
        values.map(([name, { value, text, inner }]) => [
          name,
          text?.get() ?? inner?.get() ?? (Array.isArray(value) ? [...value] : value),
        ]),
      )
    },
  }
}

/** Texts that name something. They are repeated, not continued. */
const names = new Set(['role', 'id', 'name', 'type', 'tool_call_id'])

/** Whether a text of this name names something, so that a second one replaces the first. */
export function isName(name: string): boolean {
  return names.has(name)
}

function addMembers(keeper: FieldKeeper, members: Record<string, unknown>) {
  for (const [name, value] of Object.entries(members)) {
    if (names.has(name)) keeper.replace(name, value)
    else keeper.append(name, value)
  }
}

/**
 * Says about how many characters a value would take as JSON, without writing it. It stops at the limit, so a value that
 * contains itself is too large and no endless loop.
 */
function measureValue(value: unknown, limit: number): number {
  const waiting = [value]
  let size = 0
  while (waiting.length > 0 && size <= limit) {
    const next = waiting.pop()
    size += 8
    if (typeof next === 'string') size += next.length
    else if (Array.isArray(next)) for (const member of next) waiting.push(member)
    else if (typeof next === 'object' && next !== null) {
      for (const [name, member] of Object.entries(next)) {
        size += name.length
        waiting.push(member)
      }
    }
  }
  return size
}
