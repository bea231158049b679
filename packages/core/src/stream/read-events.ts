import { dropCall, isRecord, readOwnCode, readServerError, type ServerError } from '../errors/read-server-error.js'
import { isTabbyError } from '../errors/is-tabby-error.js'
import type { TabbyError } from '../errors/tabby-error.js'
import { toContextCode } from '../errors/to-api-error.js'
import { toStreamError } from '../errors/to-stream-error.js'
import type { TabbyStreamRequest } from '../request/request-stream.js'
import { type StandardIssue, type StandardResult, toPaths } from '../request/standard-schema.js'
import { createEventFeed } from './create-event-feed.js'
import { parseLooseJson } from '../request/request-json.js'

/** Options of an event reader. */
export interface EventReaderOptions<T> {
  readonly request: TabbyStreamRequest<T>
  readonly maxEventSize: number
  /** Whether the body is labelled as one JSON document. */
  readonly isDocument: boolean
  readonly hide: (text: string) => string
  /** Whether the stream has ended; later events are not read. */
  readonly isOver: () => boolean
  /** Receives what each value was made from, as the server sent it. What it throws ends the stream, as for `verify`. */
  readonly onItem: ((item: unknown) => void) | undefined
  readonly onValue: (value: T) => void
  readonly onDone: () => void
  /** The stream failed. */
  readonly onError: (error: TabbyError) => void
  /** `verify` or `onItem` threw. */
  readonly onRefusal: (thrown: unknown) => void
}

/** Reads the bytes of a body as values. */
export interface EventReader {
  /** Reads the next bytes; without any, the body has ended. */
  readonly read: (bytes?: Uint8Array) => void
}

/**
 * Makes a reader for a body: an event stream, or a whole JSON document in its place, with the errors that servers and
 * gateways write into either.
 */
export function createEventReader<T>(options: EventReaderOptions<T>): EventReader {
  const { request, hide, isOver, onItem, onValue, onDone, onError, onRefusal } = options
  const { schema, collector } = request
  const decoder = new TextDecoder()
  let isDocument = options.isDocument
  let hasDocument = false
  let isBegun = false
  let isEnding = false

  const fail = (...failure: Parameters<typeof toStreamError> extends [unknown, ...infer Rest] ? Rest : never) =>
    onError(toStreamError(request, ...failure))
  /** Fails with an error of the server. The user's own route passes on the code of the original error. */
  const failAsServer = (error: ServerError | undefined, value: unknown) =>
    fail('server-error', dropCall(hide(error?.message ?? '')), readOwnCode(value) ?? toContextCode(error))

  const take = (item: unknown) => {
    // `verify` may have refused a chunk of the same document.
    if (isOver()) return
    const result = schema ? (schema['~standard'].validate(item) as StandardResult<T>) : { value: item as T }
    if (result.issues) throw result
    const { value } = result
    if (value === undefined) {
      // Not a chunk: an unlabelled error, or an event that keeps the connection alive.
      const error = isRecord(item) && !isPing(readType(item)) ? readServerError(item, true) : undefined
      if (error) failAsServer(error, item)
      return
    }
    try {
      request.verify?.(value as object, request.body as object)
      onItem?.(item)
    } catch (error) {
      return onRefusal(error)
    }
    collector?.add(value)
    onValue(value)
  }

  const readValue = (data: string, name: string) => {
    const isError = name === 'error'
    let value: { readonly error?: unknown } | null
    try {
      value = parseLooseJson(data)
    } catch {
      // The data of an error may be its message. A body that was cut inside an event ends in the middle of its JSON.
      if (isError) failAsServer(readServerError(data, true), undefined)
      else fail(isEnding ? 'truncated' : 'invalid-event')
      return
    }
    const error = isError || value?.error ? readServerError(value, isError) : undefined
    if (error || isError) return failAsServer(error, value)
    hasDocument = true
    try {
      if (isDocument && request.readDocument) request.readDocument(value).forEach(take)
      else take(value)
    } catch (thrown) {
      if (isTabbyError(thrown) && thrown.code === 'invalid_response') {
        return fail('too-large', thrown.message, thrown.code)
      }
      // A value of another shape may be an error. A bare string is not one, and may be the prompt.
      const said = isRecord(Array.isArray(value) ? value[0] : value) ? readServerError(value, true) : undefined
      if (said) return failAsServer(said, value)
      fail('invalid-event', isTabbyError(thrown) ? thrown.message : toShapeClause(thrown))
    }
  }

  const feedEvents = createEventFeed({
    request,
    maxEventSize: options.maxEventSize,
    onEvent(data, name) {
      if (isOver() || isPing(name)) return
      // The JSON of a chunk is longer than that; a regular expression for each would cost time.
      const sign = data.length < 16 && name !== 'error' ? readEventSign(data) : data
      if (!sign || isPing(sign)) return
      if (sign !== 'done') return readValue(data, name)
      const fault = collector?.findFault?.()
      if (fault) fail(fault.reason, fault.message)
      else onDone()
    },
    onStray(line) {
      if (isOver()) return
      const isError = line.startsWith('error:')
      const text = isError ? line.slice('error:'.length).trim() : line
      let value: unknown = text
      try {
        value = JSON.parse(text)
      } catch {
        // A sentence, or a line of something unrelated.
      }
      const error = isError || isRecord(value) ? readServerError(value, isError) : undefined
      if (error) failAsServer(error, value)
    },
  })
  const feed = (text: string) => {
    try {
      feedEvents(text)
    } catch (thrown) {
      if (!isTabbyError(thrown)) throw thrown
      // After [DONE] it does not matter what follows.
      if (!isOver()) onError(thrown)
    }
  }

  /**
   * A whole completion, or an error in its place, may be labelled as an event stream. No event line begins like that.
   */
  const sniff = (text: string) => {
    const first = /\S/.exec(text)?.[0]
    isBegun = first !== undefined
    if (first !== '{' || isDocument) return
    isDocument = true
    feed('data:')
  }
  // A document is read as if it were the data of one event. Line breaks between its values mean nothing.
  const decode = (bytes?: Uint8Array) => {
    const text = decoder.decode(bytes, { stream: !!bytes })
    if (!isBegun) sniff(text)
    return isDocument ? text.replace(/[\r\n]/g, ' ') : text
  }
  if (isDocument) feed('data:')

  return {
    read(bytes) {
      if (bytes) return feed(decode(bytes))
      isEnding = true
      // A last event without its blank line would be lost.
      feed(`${decode()}\n\n`)
      if (isOver()) return
      // A broken connection reads like one that ended: what counts is whether the completion was finished.
      const fault = collector?.findFault?.()
      if (isDocument ? hasDocument : collector?.isComplete() && !fault) onDone()
      else if (fault) fail(fault.reason, fault.message)
      else fail('truncated')
    },
  }
}

/** Words that are JSON. */
const literals = new Set(['null', 'true', 'false'])

/** Reads an event that is not JSON: `[DONE]`, even in lower case or as a JSON string, or `ping`. */
function readEventSign(data: string): string {
  const sign = data.trim()
  return /^"\[DONE\]"$|^\[?[a-z-]+\]?$/i.test(sign) && !literals.has(sign)
    ? sign.replace(/["[\]]/g, '').toLowerCase()
    : sign
}

/** Reports where an event does not match its schema. Only locations: the value may hold the prompt. */
function toShapeClause(thrown: unknown): string {
  const issues = isRecord(thrown) && Array.isArray(thrown['issues']) ? (thrown['issues'] as StandardIssue[]) : []
  const places = toPaths(issues).slice(0, 10).filter(Boolean)
  const where = places.length > 0 ? ` at ${places.join(', ')}` : ''
  return `an event has an unexpected shape${where}: check that baseUrl leads to the server`
}

/** Some servers keep a connection alive with events instead of comments. */
function isPing(name: string): boolean {
  return name !== '' && name.length < 16 && /^(?:ping|pong|keep-?alive|heart-?beat)$/i.test(name)
}

/** Reads the type of an event that is not a chunk. */
function readType(event: Readonly<Record<string, unknown>>): string {
  const type = event['type']
  return typeof type === 'string' ? type : ''
}
