import { type ChatCompletion, type ChatCompletionChunk, createChatCompletion, splitReasoning } from '@tabby/chat'
import type { TabbyClient, TabbyStream } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'

declare const client: TabbyClient
declare const stream: TabbyStream<ChatCompletionChunk>

test('an answer gives an answer, and a stream gives pieces', () => {
  expectTypeOf(splitReasoning({} as ChatCompletion)).toEqualTypeOf<ChatCompletion>()
  expectTypeOf(splitReasoning(stream)).toExtend<AsyncIterable<ChatCompletionChunk>>()
  // @ts-expect-error -- An answer has to be awaited first.
  void splitReasoning(createChatCompletion(client, { messages: [] }))
  // @ts-expect-error -- There is no such option.
  void splitReasoning(stream, { tag: '<think>' })
})
