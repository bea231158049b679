import {
  type ChatCompletionChunk,
  type ChatEvent,
  createStreamResponse,
  readWebStream,
  measureStream,
  readChatEvents,
  teeStream,
  toReadableStream,
} from '@tabby/chat'
import type { TabbyStream, Usage } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'

declare const stream: TabbyStream<ChatCompletionChunk>

test('an event is told apart by its type', () => {
  expectTypeOf(readChatEvents(stream)).toExtend<AsyncIterable<ChatEvent>>()
  const read = (event: ChatEvent) => {
    if (event.type === 'usage') expectTypeOf(event.usage).toEqualTypeOf<Usage>()
    else expectTypeOf(event.index).toBeNumber()
    if (event.type === 'text') expectTypeOf(event.text).toBeString()
    // @ts-expect-error -- Not every event has a text.
    void event.text
  }
  void read
})

test('streams of anything keep their type', () => {
  expectTypeOf(teeStream(stream)).toEqualTypeOf<[TabbyStream<ChatCompletionChunk>, TabbyStream<ChatCompletionChunk>]>()
  expectTypeOf(readWebStream(toReadableStream(stream))).toEqualTypeOf<TabbyStream<ChatCompletionChunk>>()
  expectTypeOf(createStreamResponse(stream)).toEqualTypeOf<Response>()
  expectTypeOf(createStreamResponse(() => stream)).toEqualTypeOf<Promise<Response>>()
  expectTypeOf(createStreamResponse(Promise.resolve(stream))).toEqualTypeOf<Promise<Response>>()
  // @ts-expect-error -- a function has to give a stream
  void createStreamResponse(() => 5)
  // @ts-expect-error -- A list is no stream.
  void teeStream([1, 2])
})

test('figures that may be unknown have to be looked at', () => {
  const { statistics } = measureStream(stream)
  expectTypeOf(statistics.timeToFirstToken).toEqualTypeOf<number | undefined>()
  expectTypeOf(statistics.tokens).toBeNumber()
  // @ts-expect-error -- Figures are read, not written.
  statistics.tokens = 5
})
