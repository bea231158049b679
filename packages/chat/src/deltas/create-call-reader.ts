import type { ToolCall } from '@tabby/core'
import { readIndex, toUnreadError } from '@tabby/kit/deltas/chunk-fields'
import { isRecord } from '@tabby/kit/deltas/is-record'

/** A call as far as it has arrived. Its arguments are kept by the collector. */
interface BegunCall {
  readonly index: number
  id: string
  name: string
  /** The arguments while they are short and in one chunk: 40,000 whole calls need no scan each. */
  text: string
  scan: JsonScan | undefined
}

/** Most calls in one completion; more of them are an error. */
const maxCalls = 65_536

function getScan(call: BegunCall): JsonScan {
  if (!call.scan) {
    call.scan = createJsonScan()
    call.scan.add(call.text)
    call.text = ''
  }
  return call.scan
}

function addText(call: BegunCall, text: string) {
  if (call.scan || call.text || text.length > 256) getScan(call).add(text)
  else call.text = text
}

/**
 * Reads the `tool_calls` of one choice's chunks and assigns each chunk to its call: each call gets a unique `index`,
 * and each chunk that of its call.
 *
 * TabbyAPI sends whole calls with different indexes. Other servers split arguments, leave out the index, or write 0 for
 * each; name and id may come late, be repeated, or change with each chunk. What a later chunk repeats is removed from
 * it, so chunks can simply be concatenated, and reading them a second time changes nothing.
 */
export function createCallReader(): (calls: readonly unknown[]) => ToolCall[] {
  /** The last call for each index and each id that the server wrote. */
  const byIndex = new Map<number, BegunCall>()
  const byId = new Map<string, BegunCall>()
  const taken = new Set<number>()
  let next = 0
  let last: BegunCall | undefined

  const begin = (piece: ReadCall): BegunCall => {
    const index = piece.index === undefined || taken.has(piece.index) ? next : piece.index
    taken.add(index)
    next = Math.max(next, index + 1)
    if (taken.size > maxCalls) throw toUnreadError(`more than ${maxCalls} tool calls`)
    return { index, id: '', name: '', text: '', scan: undefined }
  }
  const find = ({ index, id, name }: ReadCall): BegunCall | undefined => {
    if (index !== undefined) return byIndex.get(index)
    // A new id without a name belongs to the call that has no id yet.
    const isLate = !name && !last?.id && !(last && getScan(last).isWhole)
    return id ? (byId.get(id) ?? (isLate ? last : undefined)) : last
  }

  return (calls) => {
    const begunHere = new Set<BegunCall>()
    const read: ToolCall[] = []
    for (const value of calls) {
      const piece = readCall(value)
      const found = find(piece)
      // Two entries of one list without index and id are two calls.
      const isApart = piece.name && piece.index === undefined && !piece.id && found && begunHere.has(found)
      const isOn = found && !isApart && continues(found, piece)
      if (isOn === 'again') continue
      const call = isOn ? found : begin(piece)
      if (!isOn) begunHere.add(call)
      const id = call.id ? '' : piece.id
      // A repeated name adds nothing.
      const name = call.name === piece.name ? '' : piece.name
      call.id ||= piece.id
      call.name += name
      addText(call, piece.text)
      last = call
      byIndex.set(piece.index ?? call.index, call)
      if (piece.id) byId.set(piece.id, call)
      if (byId.size > maxCalls) throw toUnreadError(`more than ${maxCalls} ids of tool calls`)
      const called = { ...piece.functionRest, name, arguments: piece.text }
      read.push({ ...(id && { id }), ...piece.rest, index: call.index, function: called })
    }
    return read
  }
}

/** Whether a chunk continues a call, begins another, or repeats the same call. */
function continues(call: BegunCall, piece: ReadCall): boolean | 'again' {
  const { id: knownId, name: known } = call
  const scan = getScan(call)
  const { index, id, name, text } = piece
  const isOtherId = !!id && !!knownId && id !== knownId
  if (!name || !known) {
    if (!isOtherId) return isRepeated(scan, text) ? 'again' : true
    return !(scan.isWhole && text)
  }
  if (name === known) {
    // Ids that change with each chunk occur while arguments are incomplete.
    if (isOtherId) return scan.length > 0 && !scan.isWhole
    if (!scan.isWhole || !text) return true
    const own = createJsonScan()
    own.add(text)
    if (!own.isWhole) return true
    // Some servers end with a chunk that repeats the call. Without an id, it is another call with the same arguments.
    return !!id && !!knownId && isRepeated(scan, text) && 'again'
  }
  if (isOtherId || scan.isWhole) return false
  if (scan.length) throw toUnreadError('a tool call whose name changes midway')
  // If a name is split over chunks, only the first of them has the id.
  return index !== undefined && !!knownId && !id
}

/** Whether a text is a whole value and equal to what has arrived. */
function isRepeated(scan: JsonScan, text: string): boolean {
  if (!scan.isWhole || text.length !== scan.length) return false
  const own = createJsonScan()
  own.add(text)
  return own.isWhole && own.hash === scan.hash
}

/** One entry of `tool_calls`, with members of the types that the rest of the code expects. */
interface ReadCall {
  /** The index that the server sent, if any. */
  readonly index: number | undefined
  /** The id; empty if there is none. */
  readonly id: string
  /** Name of the function; empty if there is none. */
  readonly name: string
  /** Arguments, as text. */
  readonly text: string
  /** The other members of the call. */
  readonly rest: Record<string, unknown>
  /** The other members of its function. */
  readonly functionRest: Record<string, unknown>
}

/**
 * Reads a call, or a part of one. Arguments may be missing or `null`, or arrive as an object instead of a string, as
 * from Ollama; the function itself may also be missing, with its members in the call.
 */
function readCall(value: unknown): ReadCall {
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

/**
 * Removes the arguments from the members of a call and returns them. Some servers name them as a schema or Anthropic
 * does.
 */
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

/** What is known of JSON text that arrives in chunks. */
interface JsonScan {
  /** How many characters have arrived. */
  length: number
  /** Whether an object or a list has begun and is closed. */
  isWhole: boolean
  /** Equal for equal text, so that the text itself need not be kept. */
  hash: number
  /** Scans one more chunk. */
  readonly add: (piece: string) => void
}

/**
 * Follows a JSON object or list through its chunks. It scans every character once: parsing what has arrived at each
 * chunk would be quadratic.
 */
function createJsonScan(): JsonScan {
  let depth = 0
  let isBegun = false
  let isText = false
  let isEscaped = false
  const scan: JsonScan = {
    length: 0,
    isWhole: false,
    hash: 0,
    add(piece) {
      let { hash } = scan
      for (let place = 0; place < piece.length; place++) {
        const code = piece.charCodeAt(place)
        hash = (Math.imul(hash, 31) + code) | 0
        if (isEscaped) isEscaped = false
        else if (isText) {
          if (code === backslash) isEscaped = true
          else if (code === quote) isText = false
        } else if (code === quote) isText = true
        else if (code === openBrace || code === openBracket) {
          isBegun = true
          depth++
        } else if (code === closeBrace || code === closeBracket) depth--
      }
      scan.hash = hash
      scan.length += piece.length
      scan.isWhole = isBegun && depth <= 0
    },
  }
  return scan
}

const quote = 0x22
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
