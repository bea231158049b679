import { type ChatCompletionChunk } from '@tabby/chat'
import { createTabbyClient, type TabbyClient, type TabbyStream, wrapTabbyClient } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import {
  createTabbyPool,
  mergeStreams,
  type MergedValue,
  type TabbyPool,
  type TabbyPoolMember,
  type TabbyPoolOptions,
} from './index.js'

const client = createTabbyClient()

test('a pool is a client, and is closed by await using', () => {
  expectTypeOf(createTabbyPool).returns.toEqualTypeOf<TabbyPool>()
  expectTypeOf<TabbyPool>().toExtend<TabbyClient>()
  expectTypeOf<TabbyPool>().toExtend<AsyncDisposable>()
  expectTypeOf(wrapTabbyClient).parameter(0).toEqualTypeOf<TabbyClient>()
  expectTypeOf<TabbyPool['members'][number]['model']>().toEqualTypeOf<string | null | undefined>()
})

test('members are clients or closed objects, and options are closed', () => {
  createTabbyPool([client, { client, weight: undefined, models: undefined }], { checkInterval: undefined })
  // @ts-expect-error -- An address is not a client.
  createTabbyPool(['http://127.0.0.1:5000'])
  // @ts-expect-error -- It is called weight.
  createTabbyPool([{ client, wieght: 2 }])
  // @ts-expect-error -- It is called checkInterval.
  createTabbyPool([client], { interval: 5 })
  // @ts-expect-error -- There are two ways.
  createTabbyPool([client], { onUnknownModel: 'ask' })
})

test('members cannot be changed but by add and remove', () => {
  const pool = createTabbyPool([client])
  // @ts-expect-error -- add puts a member into the pool.
  pool.members.push(pool.members[0]!)
  // @ts-expect-error -- It is what the pool knows.
  pool.members[0]!.isUp = true
})

test('a merged value has the name and the type of its stream', () => {
  const streams = {} as { a: TabbyStream<string>; b: AsyncIterable<ChatCompletionChunk> }
  const merged = mergeStreams(streams)
  expectTypeOf(merged).toEqualTypeOf<TabbyStream<MergedValue<typeof streams>>>()
  void (async () => {
    for await (const each of merged) {
      if (each.name === 'a') expectTypeOf(each.value).toEqualTypeOf<string>()
      else expectTypeOf(each.value).toEqualTypeOf<ChatCompletionChunk>()
    }
  })
  // @ts-expect-error -- They are named.
  mergeStreams([streams.a])
  // @ts-expect-error -- A list is not a stream.
  mergeStreams({ a: [1, 2] })
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<TabbyPoolMember>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<TabbyPoolOptions>>().toEqualTypeOf<never>()
})
