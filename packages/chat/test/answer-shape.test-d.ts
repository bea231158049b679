import type { ChatCompletion, ChatCompletionChunk } from '@tabby/chat'
import type { InferOutput } from 'valibot'
import { expectTypeOf, test } from 'vitest'
import type { answerShape, chunkShape } from './answer-shape.js'

test('the shape that recordings are held against is that of the public interfaces', () => {
  expectTypeOf<InferOutput<typeof answerShape>>().toEqualTypeOf<ChatCompletion>()
  expectTypeOf<InferOutput<typeof chunkShape>>().toEqualTypeOf<ChatCompletionChunk>()
})
