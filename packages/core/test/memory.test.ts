import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { done, event } from './open-stream.js'
import { runMeasured } from './run-measured.js'

/** Serves streams that are written as fast as they are read, and tells how many bytes left for each path so far. */
async function serveStreams(answers: Record<string, () => Iterable<string>>) {
  let written = 0
  function* tally(pieces: Iterable<string>) {
    for (const piece of pieces) {
      written += piece.length
      yield piece
    }
  }
  const server = createServer((request, response) => {
    if (request.url === '/written') response.end(`${written}`)
    else if (request.url === '/connections') server.getConnections((_, count) => response.end(`${count}`))
    else {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      // A client that leaves in the middle is part of the tests.
      pipeline(Readable.from(tally(answers[request.url!]!()), { highWaterMark: 1 }), response, () => {})
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, getWritten: () => written / 2 ** 20 }
}

const small = () => [event({ text: 'x' }), done]

test('an event of 100 MB is refused by its limit, with less than 64 MiB of memory', { timeout: 60_000 }, async () => {
  const piece = 'x'.repeat(2 ** 16)
  function* huge() {
    yield 'data: "'
    for (let sent = 0; sent < 100_000_000; sent += piece.length) yield piece
    yield `"\r\n\r\n${done}`
  }
  const { url, getWritten } = await serveStreams({ '/small': small, '/huge': huge })
  const result = await runMeasured<{ most: number; error: object }>(
    new URL('programs/huge-event.ts', import.meta.url),
    url,
  )
  console.log(`a 100 MB event: ${result.most.toFixed(1)} MiB more, server wrote ${getWritten().toFixed(1)} MiB`)
  expect(result.error).toMatchObject({ name: 'TabbyStreamError', reason: 'invalid-event' })
  expect(result.most).toBeLessThan(64)
  expect(getWritten()).toBeLessThan(40)
})

interface SlowReading {
  readonly idle: number
  readonly asleep: number
  readonly most: number
  readonly written: number
  readonly read: number
}

test('200 MB to a consumer that sleeps: the server is held back, and the heap stays', { timeout: 60_000 }, async () => {
  const text = 'x'.repeat(4096)
  function* long() {
    for (let sent = 0; sent < 200 * 2 ** 20; sent += text.length) yield event({ text })
    yield done
  }
  const { url } = await serveStreams({ '/small': small, '/v1/x': long })
  const result = await runMeasured<SlowReading>(new URL('programs/slow-consumer.ts', import.meta.url), url)
  console.log(`200 MB to a slow consumer: ${JSON.stringify(result)}`)
  expect(result.read).toBeCloseTo(200, 1)
  expect(result.asleep - result.idle).toBeLessThan(20)
  expect(result.most - result.idle).toBeLessThan(20)
  // What the system's socket buffers take in.
  expect(result.written).toBeLessThan(20)
})

interface Rest {
  readonly memory: number
  readonly connections: number
  readonly timers: number
}

test('1,000 streams at once leave no memory, connection or timer behind', { timeout: 60_000 }, async () => {
  const { url } = await serveStreams({
    '/v1/x': () => [...Array.from({ length: 200 }, (_, at) => event({ at })), done],
  })
  const program = new URL('programs/many-streams.ts', import.meta.url)
  const result = await runMeasured<Record<'before' | 'after', Rest> & { events: number; mostConnections: number }>(
    program,
    url,
    '1000',
  )
  console.log(`1,000 streams of 200 events: ${JSON.stringify(result)}`)
  expect(result.events).toBeGreaterThan(180_000)
  expect(result.mostConnections).toBeGreaterThan(100)
  // The one that asks.
  expect(result.after.connections).toBe(1)
  expect(result.after.timers).toBeLessThanOrEqual(result.before.timers)
  expect(result.after.memory - result.before.memory).toBeLessThan(2)
})
