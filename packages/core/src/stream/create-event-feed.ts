import { createParser } from 'eventsource-parser'
import { type StreamedRequest, toStreamError } from '../errors/to-stream-error.js'

/** The request, limits and callbacks of a feed. */
export interface EventFeedOptions {
  /** The request, for errors. */
  readonly request: StreamedRequest
  /** Most characters in one event or one line. */
  readonly maxEventSize: number
  /** Receives the data of an event, whose lines are joined by `\n`, and its name, which is usually empty. */
  readonly onEvent: (data: string, name: string) => void
  /**
   * Receives a line that belongs to no event and may be an error: llama.cpp writes it into a field `error`, and
   * gateways write JSON without `data` into a stream that breaks.
   */
  readonly onStray?: (line: string) => void
}

/** Most characters that the parser gets at once, so that `maxEventSize` is checked in time. */
const feedSize = 65_536

/** The same for text with CR: at each line, eventsource-parser 3.1 searches all of it for the other line ending. */
const carriageReturnFeedSize = 4096

/**
 * Most meaningless lines (unknown fields and bad retry times) in a row without an event between them. The parser makes
 * an error with a stack of each, which takes 1 s for each MB of them.
 */
const maxMeaninglessLines = 1000

/** The same for comments, which cost next to nothing: one each second keeps a connection alive for a day. */
const maxComments = 100_000

/** What to do about a body that is labelled as an event stream but is not one. */
const advice = 'check that baseUrl leads to the server'

/**
 * Makes a function that takes the next part of an event stream (WHATWG HTML, 9.2) and reports its events.
 *
 * @throws TabbyStreamError from the function, with reason `invalid-event`, when an event is larger than `maxEventSize`,
 *   or too many meaningless lines arrive. Nothing can be fed after that.
 */
export function createEventFeed({ request, maxEventSize, onEvent, onStray }: EventFeedOptions): (text: string) => void {
  let meaninglessLines = 0
  let comments = 0
  let endedInCarriageReturn = false

  const parser = createParser({
    maxBufferSize: maxEventSize,
    onEvent({ data, event = '' }) {
      meaninglessLines = comments = 0
      onEvent(data, event)
    },
    onComment() {
      if (++comments > maxComments) {
        throw toStreamError(
          request,
          'invalid-event',
          `more than ${maxComments} comments came without an event: ${advice}`,
        )
      }
    },
    onError({ type, field, line }) {
      if (type === 'max-buffer-size-exceeded') {
        const limit = `an event is larger than maxEventSize (${maxEventSize} characters)`
        throw toStreamError(request, 'invalid-event', `${limit}: raise this option if the server sends such events`)
      }
      if (line !== undefined && (field === 'error' || line.startsWith('{'))) onStray?.(line)
      if (++meaninglessLines > maxMeaninglessLines) {
        const lines = `${maxMeaninglessLines} lines with unknown fields or invalid retry times`
        throw toStreamError(request, 'invalid-event', `more than ${lines} came without an event: ${advice}`)
      }
    },
  })

  return (text) => {
    // The parser waits for what follows a CR at the end, and the server may wait as well: LF completes the line now.
    let start = endedInCarriageReturn && text.startsWith('\n') ? 1 : 0
    if (text) endedInCarriageReturn = text.endsWith('\r')
    const size = text.includes('\r') ? carriageReturnFeedSize : feedSize
    for (; start < text.length; start += size) parser.feed(text.slice(start, start + size))
    if (text && endedInCarriageReturn) parser.feed('\n')
  }
}
