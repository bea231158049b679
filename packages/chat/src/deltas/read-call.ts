import { isRecord } from './is-record.js'
import { readIndex } from './read-index.js'
import { toUnreadError } from './to-unread-error.js'

/** One entry of `tool_calls`, with its members in the types in which the rest of the code takes them. */
export interface ReadCall {
  /** The place that the server named, if any. */
  readonly index: number | undefined
  /** The id; empty when there is none. */
  readonly id: string
  /** Name of the function; empty when there is none. */
  readonly name: string
  /** Arguments, as text. */
  readonly text: string
  /** The other members of the call. */
  readonly rest: Record<string, unknown>
  /** The other members of its function. */
  readonly functionRest: Record<string, unknown>
}

/**
 * Reads a call, or a piece of one. Arguments may be missing or `null`, and may come as the object that they stand for,
 * as Ollama sends them; so may the function itself be missing, with its members in the call.
 */
export function readCall(value: unknown): ReadCall {
  if (!isRecord(value)) throw toUnreadError('a tool call')
  const { index, id, function: called, ...rest } = value
  if (called === undefined || called === null) {
    const { name, arguments: given, ...other } = rest
    return { ...readMembers(index, id, name, given), rest: other, functionRest: {} }
  }
  if (!isRecord(called)) throw toUnreadError('the function of a tool call')
  const { name, arguments: given, ...functionRest } = called
  return { ...readMembers(index, id, name, given), rest, functionRest }
}

function readMembers(index: unknown, id: unknown, name: unknown, given: unknown) {
  return {
    index: readIndex(index, 'a tool call'),
    id: readName(typeof id === 'number' ? `${id}` : id, 'the id'),
    name: readName(name, 'the name'),
    text: typeof given === 'string' ? given : given === undefined || given === null ? '' : JSON.stringify(given),
  }
}

function readName(value: unknown, what: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw toUnreadError(`${what} of a tool call`)
  return value
}
