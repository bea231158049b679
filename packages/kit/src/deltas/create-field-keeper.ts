import { createGrowingText, type GrowingText } from './create-growing-text.js'
import { isRecord } from './is-record.js'
import type { SizeLimit } from './create-size-limit.js'

/** Assembles the fields of an object that arrives in chunks, by name. */
export interface FieldKeeper {
  /** Replaces the previous value. `null` and an empty string replace nothing. */
  readonly replace: (name: string, value: unknown) => void
  /** Appends a string to a string, a list to a list and members to an object; other values replace. */
  readonly append: (name: string, value: unknown) => void
  /** Returns how many fields there are. */
  readonly count: () => number
  /** Returns all fields. */
  readonly get: () => Record<string, unknown>
}

interface Kept {
  value: unknown
  text?: GrowingText
  /** The members of an object that arrived in chunks. */
  inner?: FieldKeeper
  size: number
}

/** Keeps the fields of chunks that have no meaning here, under the names that the server sent. */
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

/** Fields that name something. They are repeated, not continued. */
const names = new Set(['role', 'id', 'name', 'type', 'tool_call_id'])

/** Whether a field names something, so that a second value replaces the first. */
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
 * Estimates how many characters a value would take as JSON, without writing it. It stops at the limit, so a value that
 * contains itself is too large instead of an endless loop.
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
