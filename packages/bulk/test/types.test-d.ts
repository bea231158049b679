import type { AnyTabbyError } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import { type BulkOutcome, type BulkStore, runBulk } from '../src/index.js'
import { createFileStore } from '../src/node/index.js'

declare const store: BulkStore<number>

test('an outcome is a result or an error', () => {
  const outcomes = runBulk([{ id: 'a', text: 'b' }], { run: async ({ text }) => text.length, concurrency: 1, store })
  expectTypeOf(outcomes).toExtend<AsyncIterable<BulkOutcome<number>>>()
  const outcome = {} as BulkOutcome<number>
  if (outcome.error) expectTypeOf(outcome.error).toEqualTypeOf<AnyTabbyError>()
  else expectTypeOf(outcome.result).toEqualTypeOf<number>()
})

test('a job has an id, and a store takes what run returns', () => {
  // @ts-expect-error -- a job without an id cannot be found again
  runBulk([{ text: 'b' }], { run: async () => 1, concurrency: 1, store })
  // @ts-expect-error -- the store keeps numbers
  runBulk([{ id: 'a' }], { run: async () => 'text', concurrency: 1, store })
  // @ts-expect-error -- a misspelt option
  runBulk([{ id: 'a' }], { run: async () => 1, concurrency: 1, store, maxError: 1 })
  expectTypeOf(createFileStore<string>('a')).resolves.toExtend<BulkStore<string>>()
})
