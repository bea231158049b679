import {
  collectCompletion,
  type Completion,
  createCompletion,
  readCompletionText,
  streamCompletion,
  type StreamCompletionParams,
} from '@tabby/completions'
import type { TabbyClient } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import type { CollectCompletionOptions, CompletionObjectParams, CompletionParams } from '@tabby/completions'

declare const client: TabbyClient
declare const completion: Completion

test('a stream needs a number of tokens, by any of its names', () => {
  void streamCompletion(client, { prompt: 'Once', max_tokens: 0 })
  void streamCompletion(client, { prompt: 'Once', max_completion_tokens: 5 })
  void streamCompletion(client, { prompt: ['Once', 'Twice'], max_length: 5, temperature: 0 }, { eventTimeout: 1000 })
  // @ts-expect-error -- The server always fails without max_tokens.
  void streamCompletion(client, { prompt: 'Once' })
  // @ts-expect-error -- null is no number of tokens.
  void streamCompletion(client, { prompt: 'Once', max_tokens: null })
  expectTypeOf<{ prompt: string; min_tokens: number }>().not.toExtend<StreamCompletionParams>()
})

test('a whole completion needs a prompt alone', () => {
  void createCompletion(client, { prompt: 'Once' })
  void createCompletion(client, { prompt: ['Once', 'Twice'] as const, max_tokens: null })
  // @ts-expect-error -- There is no prompt.
  void createCompletion(client, { max_tokens: 5 })
  // @ts-expect-error -- Token ids are not taken.
  void createCompletion(client, { prompt: [1, 2] })
})

test('unknown fields have one door, and known ones are checked', () => {
  void createCompletion(client, { prompt: 'Once', extra: { future_sampler: 0.5 } })
  // @ts-expect-error -- It is called temperature.
  void createCompletion(client, { prompt: 'Once', temprature: 1 })
  // @ts-expect-error -- It is called temperature.
  void streamCompletion(client, { prompt: 'Once', max_tokens: 5, temprature: 1 })
  // @ts-expect-error -- A temperature is a number.
  void createCompletion(client, { prompt: 'Once', temperature: 'hot' })
})

test('a misspelt field of a completion does not compile', () => {
  // @ts-expect-error -- It is called finish_reason.
  void completion.choices[0]?.finishReason
  // @ts-expect-error -- It is called model in every answer.
  void completion.model_name
  // @ts-expect-error -- There is no message in a completion.
  void completion.choices[0]?.message
})

test('what may be missing has to be looked at', () => {
  expectTypeOf(completion.choices[0]?.text).toEqualTypeOf<string | undefined>()
  expectTypeOf(completion.usage?.total_tokens).toEqualTypeOf<number | undefined>()
  expectTypeOf(completion.choices[0]!.logprobs?.token_logprobs).toEqualTypeOf<(number | null)[] | undefined>()
})

test('a stream is collected into what a plain call gives', () => {
  expectTypeOf(collectCompletion).returns.toEqualTypeOf<ReturnType<typeof createCompletion>>()
  expectTypeOf(readCompletionText).returns.toExtend<AsyncIterable<string>>()
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<CompletionParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<StreamCompletionParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<CollectCompletionOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<CompletionObjectParams<{ type: string }>>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<{ one?: string; two?: string | undefined; three: string }>>().toEqualTypeOf<'one'>()
})
