import { createTabbyClient, type TabbyClient, type TabbyWrapper, wrapTabbyClient } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import {
  type BatcherOptions,
  type BreakerOptions,
  type BreakerState,
  type CacheOptions,
  createBatcher,
  createBreaker,
  createCache,
  createLimit,
  type LimitOptions,
} from './index.js'

test('each is a wrapper', () => {
  expectTypeOf(createBreaker()).toEqualTypeOf<TabbyWrapper>()
  expectTypeOf(createLimit({ concurrency: 1 })).toEqualTypeOf<TabbyWrapper>()
  expectTypeOf(createCache({ store: new Map<string, string>() })).toEqualTypeOf<TabbyWrapper>()
  expectTypeOf(createBatcher()).toEqualTypeOf<TabbyWrapper>()
  expectTypeOf(wrapTabbyClient(createTabbyClient(), createBreaker())).toEqualTypeOf<TabbyClient>()
})

test('a state is one of three', () => {
  createBreaker({
    onChange({ state, baseUrl, retryAfter }) {
      expectTypeOf(state).toEqualTypeOf<BreakerState>()
      expectTypeOf([baseUrl, retryAfter] as const).toEqualTypeOf<readonly [string, number | undefined]>()
    },
    isFailure: (error) => (error.code === 'rate_limit_exceeded' ? true : undefined),
  })
})

test('stores of today are taken', () => {
  const redis = {
    get: async (_key: string): Promise<string | null> => null,
    set: async (_key: string, _value: string) => 'OK',
  }
  createCache({ store: redis })
  createCache({ store: new Map<string, unknown>() })
  // @ts-expect-error -- There has to be a store.
  createCache({})
  // @ts-expect-error -- It cannot be written to.
  createCache({ store: { get: () => undefined } })
})

test('a typo does not compile', () => {
  // @ts-expect-error -- It is called failures.
  createBreaker({ failure: 5 })
  // @ts-expect-error -- It is called concurrency.
  createLimit({ concurency: 4 })
  // @ts-expect-error -- A priority is a number.
  createLimit({ concurrency: 4, priority: () => 'high' })
  // @ts-expect-error -- It is called maxSize.
  createBatcher({ size: 4 })
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<BatcherOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<BreakerOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<CacheOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<LimitOptions>>().toEqualTypeOf<never>()
})
