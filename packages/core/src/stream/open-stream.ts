import { startTimeout, withTimeout } from '../client/timeouts.js'
import type { TabbyClient } from '../client/tabby-client.js'
import type { TabbyError } from '../errors/tabby-error.js'
import { dropCall } from '../errors/drop-call.js'
import { finishError } from '../errors/finish-error.js'
import { isRecord } from '../errors/is-record.js'
import { isTabbyError } from '../errors/is-tabby-error.js'
import { readServerError, type ServerError } from '../errors/read-server-error.js'
import { readOwnCode } from '../errors/read-own-code.js'
import { toContextCode } from '../errors/read-context-size.js'
import { toStreamError } from '../errors/to-stream-error.js'
import type { TabbyStreamRequest } from '../request/request-stream.js'
import { type StandardIssue, type StandardResult, toPaths } from '../request/standard-schema.js'
import { createEventFeed } from './create-event-feed.js'
import { parseLooseJson } from './parse-loose-json.js'
import { readEventWord } from './read-event-word.js'
import type { TabbyStream } from './tabby-stream.js'

/** How long a connection may take to end after `[DONE]` before it is closed. */
const drainTimeout = 1000

/**
 * Reads a body as values. Each pull reads one network chunk, and the parser's callback fills a queue with its events:
 * measured against fetch + parser + JSON.parse this costs 0.98 to 1.05 times as much, chained generators 1.3 times.
 *
 * The signal's listener and the timeouts cancel the body's reader themselves, because a signal that went through a
 * Request is lost after a garbage collection. The timeouts run only while the consumer waits for the network.
 */
export function openStream<T>(
  body: ReadableStream<Uint8Array>,
  request: TabbyStreamRequest<T>,
  settings: TabbyClient['streaming'],
  isLabelledDocument: boolean,
  hide = (text: string) => text,
  headers?: Headers,
): TabbyStream<T> {
  const { method = 'POST', path, signal, schema, collector } = request
  const call = `${method} ${path}`
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const queue: T[] = []
  /** The next value's place in the queue. `shift` in its stead cost as much as the iterator: 0.15 µs for each event. */
  let place = 0
  const finished = { done: true, value: undefined } as const
  let isEnding = false
  let isBegun = false
  let isDocument = isLabelledDocument
  let hasDocument = false
  let isTaken = false
  /** Set when nothing more will be read; holds the failure until it is thrown. */
  let end: unknown[] | undefined

  const stop = (...failure: unknown[]) => {
    end ??= failure
    signal?.removeEventListener('abort', abort)
    return reader.cancel().catch(() => {})
  }
  const fail = (error: TabbyError) => {
    Object.defineProperty(error, 'partial', {
      value: request.keepPartial === false ? undefined : collector?.getResult(),
    })
    void stop(finishError(error, hide, headers))
  }
  const abort = () => {
    queue.length = place = 0
    // Also after [DONE], when pieces were still to be read: without them the answer is not whole.
    end = [signal!.reason]
    void stop()
  }
  const cancel = async () => {
    queue.length = place = 0
    end = []
    await stop()
    return finished
  }
  const watch = (name: 'idleTimeout' | 'eventTimeout') =>
    startTimeout(name, request[name] ?? settings[name], { call }, fail)

  const take = (item: unknown) => {
    // `verify` may have refused a chunk of the same document.
    if (end) return
    const result = schema ? (schema['~standard'].validate(item) as StandardResult<T>) : { value: item as T }
    if (result.issues) throw result
    const { value } = result
    if (value === undefined) {
      // No chunk: an error that is not called one, or something that keeps the connection alive.
      const error = isRecord(item) && !isPing(readType(item)) ? readServerError(item, true) : undefined
      if (error) refuse(error, item)
      return
    }
    try {
      request.verify?.(value as object, request.body as object)
    } catch (error) {
      return void stop(error)
    }
    collector?.add(value)
    queue.push(value)
  }
  /** A route of one's own passes on the error of the stream behind it, with its code. */
  const refuse = (error: ServerError | undefined, value: unknown) => {
    const message = dropCall(hide(error?.message ?? ''))
    fail(toStreamError(request, 'server-error', message, readOwnCode(value) ?? toContextCode(error)))
  }
  const read = (data: string, name: string) => {
    const isError = name === 'error'
    let value: { readonly error?: unknown } | null
    try {
      value = parseLooseJson(data)
    } catch {
      // The words of an error may be its data as they are. A body that was cut inside an event ends with half a JSON.
      if (isError) refuse(readServerError(data, true), undefined)
      else fail(toStreamError(request, isEnding ? 'truncated' : 'invalid-event'))
      return
    }
    const error = isError || value?.error ? readServerError(value, isError) : undefined
    if (error || isError) return refuse(error, value)
    try {
      if (isDocument) {
        hasDocument = true
        if (request.readDocument) request.readDocument(value).forEach(take)
        else take(value)
      } else take(value)
    } catch (thrown) {
      if (isTabbyError(thrown) && thrown.code === 'invalid_response') {
        return fail(toStreamError(request, 'too-large', thrown.message, thrown.code))
      }
      // What has another shape than a chunk may be an error. A text by itself is none, and may be the prompt.
      const said = isRecord(Array.isArray(value) ? value[0] : value) ? readServerError(value, true) : undefined
      if (said) return refuse(said, value)
      fail(toStreamError(request, 'invalid-event', isTabbyError(thrown) ? thrown.message : toShapeClause(thrown)))
    }
  }
  const feedEvents = createEventFeed({
    request,
    maxEventSize: settings.maxEventSize,
    onEvent(data, name) {
      if (end || isPing(name)) return
      // JSON of a chunk is longer than that; a regular expression for each would cost time.
      const word = data.length < 16 && name !== 'error' ? readEventWord(data) : data
      if (!word || isPing(word)) return
      if (word !== 'done') return read(data, name)
      const fault = collector?.findFault?.()
      if (fault) return fail(toStreamError(request, fault.reason, fault.message))
      end = []
      // The last bytes of the body are let in, so that the connection serves the next call.
      void withTimeout(() => reader.read(), drainTimeout, signal, { call }).then(stop, stop)
    },
    onStray(line) {
      if (end) return
      const isError = line.startsWith('error:')
      const text = isError ? line.slice('error:'.length).trim() : line
      let value: unknown = text
      try {
        value = JSON.parse(text)
      } catch {
        // A sentence, or a line of something else.
      }
      const error = isError || isRecord(value) ? readServerError(value, isError) : undefined
      if (error) refuse(error, value)
    },
  })
  const feed = (text: string) => {
    try {
      feedEvents(text)
    } catch (thrown) {
      if (!isTabbyError(thrown)) throw thrown
      // After [DONE] it does not matter what follows.
      if (!end) fail(thrown)
    }
  }
  /** A whole answer, or an error in its place, may be labelled as an event stream. No line of events begins so. */
  const sniff = (text: string) => {
    const first = /\S/.exec(text)?.[0]
    isBegun = first !== undefined
    if (first !== '{' || isDocument) return
    isDocument = true
    feed('data:')
  }
  // A whole answer is read as if it were the data of one event. Line ends between its values mean nothing.
  const decode = (bytes?: Uint8Array) => {
    const text = decoder.decode(bytes, { stream: !!bytes })
    if (!isBegun) sniff(text)
    return isDocument ? text.replace(/[\r\n]/g, ' ') : text
  }
  if (isDocument) feed('data:')
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort)

  return {
    async next() {
      let content
      while (place === queue.length && !end) {
        queue.length = place = 0
        content ??= watch('eventTimeout')
        const silence = watch('idleTimeout')
        // A broken connection reads like one that ended: what counts is whether the answer was complete.
        const { value } = await reader.read().catch(() => finished)
        clearTimeout(silence)
        isEnding = !value
        // A last event without its blank line would be lost.
        feed(value ? decode(value) : `${decode()}\n\n`)
        if (isEnding && !end) {
          const fault = collector?.findFault?.()
          if (isDocument ? hasDocument : collector?.isComplete() && !fault) void stop()
          else if (fault) fail(toStreamError(request, fault.reason, fault.message))
          else fail(toStreamError(request, 'truncated'))
        }
      }
      clearTimeout(content)
      if (place < queue.length) return { done: false, value: queue[place++]! }
      if (end!.length) throw end!.pop()
      return finished
    },
    return: cancel,
    cancel: cancel as () => Promise<unknown> as () => Promise<void>,
    [Symbol.asyncIterator]() {
      if (isTaken) throw toStreamError(request, 'already-read')
      isTaken = true
      return this
    },
    [Symbol.asyncDispose]: cancel as () => Promise<unknown> as () => Promise<void>,
  }
}

/** Where an event has another shape than its schema. Only places: the value may hold the prompt. */
function toShapeClause(thrown: unknown): string {
  const issues = isRecord(thrown) && Array.isArray(thrown['issues']) ? (thrown['issues'] as StandardIssue[]) : []
  const places = toPaths(issues).slice(0, 10).filter(Boolean)
  const where = places.length > 0 ? ` at ${places.join(', ')}` : ''
  return `an event has an unexpected shape${where}: check that baseUrl leads to the server`
}

/** Some servers keep a connection alive by events instead of comments. */
function isPing(name: string): boolean {
  return name !== '' && name.length < 16 && /^(?:ping|pong|keep-?alive|heart-?beat)$/i.test(name)
}

/** How an event that is no chunk calls itself. */
function readType(event: unknown): string {
  const { type } = (event ?? {}) as { type?: unknown }
  return typeof type === 'string' ? type : ''
}
