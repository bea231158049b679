import type { Completion, CompletionChunk } from '@tabby/completions'
import type { InferOutput } from 'valibot'
import { expectTypeOf, test } from 'vitest'
import type { completionShape } from './completion-shape.js'

test('the shape that recordings are held against is that of the public interfaces', () => {
  expectTypeOf<InferOutput<typeof completionShape>>().toEqualTypeOf<Completion>()
  expectTypeOf<InferOutput<typeof completionShape>>().toEqualTypeOf<CompletionChunk>()
})
