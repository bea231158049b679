import type { ToolCall } from '@tabby/core'
import { createJsonScan, type JsonScan } from './create-json-scan.js'
import { readCall, type ReadCall } from './read-call.js'
import { toUnreadError } from '@tabby/kit/deltas/to-unread-error'

/** A call as far as it has arrived. Its arguments are with whoever collects them. */
interface BegunCall {
  readonly index: number
  id: string
  name: string
  /** The arguments while they are short and in one piece: 40,000 whole calls need no scan each. */
  text: string
  scan: JsonScan | undefined
}

/** More calls than that in one completion are none. */
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
 * Reads the `tool_calls` of one choice's chunks and says which piece belongs to which call, by giving each call an
 * `index` of its own and each piece that of its call.
 *
 * The server sends whole calls with different indexes. Others send pieces of arguments, leave out the index, or write 0
 * for each; name and id may come late, be repeated, or change with each piece. What a piece that follows repeats is
 * taken out of it, so pieces can simply be strung together, and reading them a second time changes nothing.
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
    // An id that is new, with no name: that of the call which has none yet.
    const isLate = !name && !last?.id && !(last && getScan(last).isWhole)
    return id ? (byId.get(id) ?? (isLate ? last : undefined)) : last
  }

  return (calls) => {
    const begunHere = new Set<BegunCall>()
    const read: ToolCall[] = []
    for (const value of calls) {
      const piece = readCall(value)
      const found = find(piece)
      // Two of a list without index and id are two calls.
      const isApart = piece.name && piece.index === undefined && !piece.id && found && begunHere.has(found)
      const isOn = found && !isApart && continues(found, piece)
      if (isOn === 'again') continue
      const call = isOn ? found : begin(piece)
      if (!isOn) begunHere.add(call)
      const id = call.id ? '' : piece.id
      // A name that is repeated says nothing new.
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

/** Whether a piece goes on with a call, begins another, or is the same call once more. */
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
    // Ids that change with each piece are seen while arguments are incomplete.
    if (isOtherId) return scan.length > 0 && !scan.isWhole
    if (!scan.isWhole || !text) return true
    const own = createJsonScan()
    own.add(text)
    if (!own.isWhole) return true
    // Some servers end with a chunk that repeats the call. Without an id it is another call with the same arguments.
    return !!id && !!knownId && isRepeated(scan, text) && 'again'
  }
  if (isOtherId || scan.isWhole) return false
  if (scan.length) throw toUnreadError('a tool call whose name changes in the middle')
  // A name in pieces has the id with the first of them alone.
  return index !== undefined && !!knownId && !id
}

/** Whether a text is a whole value, and the same as what has arrived. */
function isRepeated(scan: JsonScan, text: string): boolean {
  if (!scan.isWhole || text.length !== scan.length) return false
  const own = createJsonScan()
  own.add(text)
  return own.isWhole && own.hash === scan.hash
}
