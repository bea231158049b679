import { isRecord } from '@tabby/kit/deltas/is-record'
import { readIndex } from '@tabby/kit/deltas/read-index'
import { toUnreadError } from '@tabby/kit/deltas/to-unread-error'

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
    const { name, ...other } = rest
    return toReadCall(index, id, name, readGiven(other), other, {})
  }
  if (!isRecord(called)) throw toUnreadError('the function of a tool call')
  const { name, ...functionRest } = called
  return toReadCall(index, id, name, readGiven(functionRest), rest, functionRest)
}

/** Takes the arguments out of the members of a call. Some servers name them as a schema or Anthropic does. */
function readGiven(members: Record<string, unknown>): unknown {
  const key = ['arguments', 'parameters', 'input'].find((name) => members[name] !== undefined && members[name] !== null)
  const given = key === undefined ? undefined : members[key]
  if (key !== undefined) delete members[key]
  delete members['arguments']
  return given
}

function toReadCall(
  index: unknown,
  id: unknown,
  name: unknown,
  given: unknown,
  rest: Record<string, unknown>,
  functionRest: Record<string, unknown>,
): ReadCall {
  return {
    index: readIndex(index, 'a tool call'),
    id: readName(typeof id === 'number' ? `${id}` : id, 'the id'),
    name: readName(name, 'the name'),
    text: typeof given === 'string' ? given : given === undefined || given === null ? '' : JSON.stringify(given),
    rest,
    functionRest,
  }
}

function readName(value: unknown, what: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw toUnreadError(`${what} of a tool call`)
  return value
}
