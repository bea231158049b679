import { createTabbyClient } from '@tabby/core'
import type { InferInput, InferOutput } from 'valibot'
import { describe, expectTypeOf, test } from 'vitest'
import type { embeddingsSchema } from './create-embeddings.js'
import {
  createEmbeddings,
  createManyEmbeddings,
  type EmbeddingFormat,
  type Embeddings,
  type EmbeddingsParams,
  type ManyEmbeddingsOptions,
} from './index.js'
import type { embeddingsParamsSchema } from './schema.js'

/** The named fields of a type, all the way down, with open enums as the strings that they are. */
type Known<T> = T extends string
  ? string
  : T extends readonly (infer Item)[]
    ? Known<Item>[]
    : T extends object
      ? { [Key in keyof T as string extends Key ? never : Key]: Known<Exclude<T[Key], undefined>> }
      : T

const client = createTabbyClient()

describe('schemas', () => {
  test('the answer of the schema is the interface, with vectors as they travel', () => {
    type Sent = Omit<Known<InferOutput<typeof embeddingsSchema>>, 'data'>
    type Entry = Known<InferOutput<typeof embeddingsSchema>['data'][number]>
    expectTypeOf<Sent>().toEqualTypeOf<Omit<Known<Embeddings>, 'data'>>()
    expectTypeOf<Omit<Entry, 'embedding' | 'index'>>().toEqualTypeOf<
      Omit<Known<Embeddings['data'][number]>, 'embedding' | 'index'>
    >()
    // It may be missing on the way, and is there in the end.
    expectTypeOf<NonNullable<Entry['index']>>().toEqualTypeOf<Embeddings['data'][number]['index']>()
    expectTypeOf<InferOutput<typeof embeddingsSchema>['data'][number]['embedding']>().toEqualTypeOf<string | number[]>()
  })

  test('what the request schema lets through can be sent', () => {
    expectTypeOf<InferOutput<typeof embeddingsParamsSchema>>().toExtend<EmbeddingsParams>()
    expectTypeOf<Known<EmbeddingsParams & { input: string }>>().toExtend<
      Known<InferInput<typeof embeddingsParamsSchema>>
    >()
    expectTypeOf<keyof Known<InferOutput<typeof embeddingsParamsSchema>>>().toEqualTypeOf<
      Exclude<keyof EmbeddingsParams, 'extra'>
    >()
  })
})

describe('the form of the vectors', () => {
  test('is a Float32Array unless numbers are asked for', () => {
    expectTypeOf(createEmbeddings(client, { input: 'a' })).resolves.toEqualTypeOf<Embeddings>()
    expectTypeOf<Embeddings['data'][number]['embedding']>().toEqualTypeOf<Float32Array>()
    const base64 = createEmbeddings(client, { input: ['a'], encoding_format: 'base64' })
    expectTypeOf(base64).resolves.toEqualTypeOf<Embeddings<'base64'>>()
    const float = createEmbeddings(client, { input: 'a', encoding_format: 'float' })
    expectTypeOf(float).resolves.toEqualTypeOf<Embeddings<'float'>>()
    expectTypeOf<Embeddings<'float'>['data'][number]['embedding']>().toEqualTypeOf<number[]>()
  })

  test('is one or the other when it is known at run time alone', () => {
    const params: EmbeddingsParams = { input: 'a' }
    const call = createEmbeddings(client, params)
    expectTypeOf(call).resolves.toEqualTypeOf<Embeddings<EmbeddingFormat>>()
    expectTypeOf<Embeddings<EmbeddingFormat>['data'][number]['embedding']>().toEqualTypeOf<Float32Array | number[]>()
  })
})

test('undefined, null where it does no harm, and fields in extra are taken', () => {
  void createEmbeddings(client, {
    input: 'a',
    encoding_format: undefined,
    model: null,
    dimensions: null,
    extra: { user: 'me' },
  })
  // @ts-expect-error -- An unknown field belongs into extra.
  void createEmbeddings(client, { input: 'a', modle: 'b' })
  void createEmbeddings(client, { input: ['a'] as const })
})

test('what the server refuses does not compile', () => {
  // @ts-expect-error -- There has to be an input.
  void createEmbeddings(client, {})
  // @ts-expect-error -- Token ids are no input.
  void createEmbeddings(client, { input: [1, 2] })
  // @ts-expect-error -- The server knows no such format and would answer with numbers.
  void createEmbeddings(client, { input: 'a', encoding_format: 'int8' })
})

test('many texts are a list, and their vectors Float32Arrays', () => {
  expectTypeOf(createManyEmbeddings(client, ['a'] as const)).resolves.toEqualTypeOf<Embeddings>()
  void createManyEmbeddings(client, [], { batchSize: 1, concurrency: 1, onProgress: (done, total) => done + total })
  // @ts-expect-error -- One text is no list.
  void createManyEmbeddings(client, 'a')
  // @ts-expect-error -- It is called batchSize.
  void createManyEmbeddings(client, ['a'], { size: 1 })
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<EmbeddingsParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<ManyEmbeddingsOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<{ one?: string; two?: string | undefined; three: string }>>().toEqualTypeOf<'one'>()
})
