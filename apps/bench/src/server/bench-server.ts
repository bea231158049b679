// The one server of a run, a process of its own. The first part of a path says how an answer is written:
// `/block-20000/v1/chat/completions` answers 20,000 events in writes of 16 KiB, `/event-500/...` one event per write.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { lapLength } from './answer-pieces.js'
import {
  type EventForm,
  jsonLines,
  lineFeedEvents,
  serverSentEvents,
  wholeAnswer,
  wholeJsonLine,
} from './write-events.js'

const blockSize = 16_384
let written = 0

/** The pieces of a body of so many events. */
function* cut({ lap, end }: EventForm, events: number, isWhole: boolean) {
  for (let sent = 0; sent < events; sent += lapLength) {
    const ends = lap.ends.slice(0, events - sent)
    const lapEnd = ends.at(-1)!
    if (isWhole)
      for (let at = 0; at < lapEnd; at += blockSize) yield lap.bytes.subarray(at, Math.min(at + blockSize, lapEnd))
    else for (const [index, each] of ends.entries()) yield lap.bytes.subarray(ends[index - 1] ?? 0, each)
  }
  yield end
}

/** Counts what has left, and gives each event a turn of its own: Node puts the writes of one turn together. */
async function* pace(form: EventForm, events: number, isWhole: boolean) {
  written = 0
  for (const piece of cut(form, events, isWhole)) {
    written += piece.length
    yield piece
    if (!isWhole) await nextTurn()
  }
}

async function answer(request: IncomingMessage, response: ServerResponse) {
  const [, mode = '', ...rest] = request.url!.split('/')
  const [way, count] = mode.split('-')
  if (way === 'written') return void response.end(`${written}`)
  const isOllama = rest[0] === 'api'
  const isStream = /"stream": ?true/.test(await text(request))
  if (!isStream) {
    response.writeHead(200, { 'content-type': 'application/json' })
    return void response.end(isOllama ? wholeJsonLine : wholeAnswer)
  }
  const form = isOllama ? jsonLines : rest[0] === 'lf' ? lineFeedEvents : serverSentEvents
  response.writeHead(200, { 'content-type': form.contentType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  // A client that leaves in the middle is part of what is measured.
  pipeline(Readable.from(pace(form, Number(count), way === 'block'), { highWaterMark: 1 }), response, () => {})
}

const server = createServer((request, response) => void answer(request, response))
// Idle connections of clients that are not measured right now stay: connecting is not what is measured.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
