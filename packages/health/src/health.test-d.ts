import { type AnyTabbyError, createTabbyClient, type TabbyErrorCode } from '@tabby/core'
import type { InferOutput } from 'valibot'
import { expectTypeOf, test } from 'vitest'
import type { healthSchema } from './get-health.js'
import type { adviceByCode } from './advice.js'
import {
  type Advice,
  checkConnection,
  type ConnectionProblemCode,
  type ConnectionReport,
  getAdvice,
  getHealth,
  getServiceInfo,
  type Health,
  type ServiceInfo,
  type HealthState,
  type HealthWatch,
  waitUntilReady,
  watchHealth,
} from './index.js'
import type { serviceInfoSchema } from './get-service-info.js'

/** The named fields of a type, all the way down, with open enums as the strings that they are. */
type Known<T> = T extends string
  ? string
  : T extends readonly (infer Item)[]
    ? Known<Item>[]
    : T extends object
      ? { [Key in keyof T as string extends Key ? never : Key]: Known<Exclude<T[Key], undefined>> }
      : T

const client = createTabbyClient()

test('the answers of the schemas are the interfaces', () => {
  expectTypeOf<Known<InferOutput<typeof healthSchema>>>().toEqualTypeOf<Known<Health>>()
  expectTypeOf<Known<InferOutput<typeof serviceInfoSchema>>>().toEqualTypeOf<Known<ServiceInfo>>()
  type Api = InferOutput<typeof serviceInfoSchema>['api'][string]
  expectTypeOf<Known<Api>>().toEqualTypeOf<Known<ServiceInfo['api'][string]>>()
})

test('answers are plain, and waiting gives nothing', () => {
  expectTypeOf(getHealth(client)).resolves.toEqualTypeOf<Health>()
  expectTypeOf(getServiceInfo(client)).resolves.toEqualTypeOf<ServiceInfo>()
  expectTypeOf(waitUntilReady(client)).resolves.toEqualTypeOf<void>()
})

test('known states are offered, and others are taken', () => {
  expectTypeOf<string>().toExtend<Health['status']>()
  expectTypeOf<Health['status']>().not.toEqualTypeOf<string>()
})

test('waiting has one timeout of its own', () => {
  const { signal } = new AbortController()
  void waitUntilReady(client, { model: true, timeout: false, interval: undefined }, { signal })
  // @ts-expect-error -- The time limit is one of the parameters.
  void waitUntilReady(client, {}, { timeout: 100 })
  // @ts-expect-error -- Repeating is what it does.
  void waitUntilReady(client, {}, { retry: false })
})

test('a report can be switched on, and a diagnosis asks each question once', () => {
  expectTypeOf(checkConnection(client)).resolves.toEqualTypeOf<ConnectionReport>()
  expectTypeOf<ConnectionReport['problems'][number]['code']>().toEqualTypeOf<ConnectionProblemCode>()
  expectTypeOf<'made_up'>().not.toExtend<ConnectionProblemCode>()
  void checkConnection(client, { signal: AbortSignal.timeout(1000), timeout: false })
  // @ts-expect-error -- A failure is the answer, so nothing is repeated.
  void checkConnection(client, { retry: false })
})

test('every code has advice, so an error of the family always has some', () => {
  expectTypeOf<TabbyErrorCode>().toExtend<keyof typeof adviceByCode>()
  expectTypeOf(getAdvice({} as AnyTabbyError)).toEqualTypeOf<Advice>()
  expectTypeOf(getAdvice(new Error('x') as unknown)).toEqualTypeOf<Advice | undefined>()
})

test('a watch is closed by using, reports states, and knows only its own options', () => {
  const watch = watchHealth(client, { interval: false, onChange: ({ isUp, error }) => void [isUp, error] })
  expectTypeOf(watch).toEqualTypeOf<HealthWatch>()
  expectTypeOf(watch).toExtend<Disposable>()
  expectTypeOf(watch.check()).resolves.toEqualTypeOf<HealthState>()
  expectTypeOf(watch.state).toEqualTypeOf<HealthState | undefined>()
  watchHealth(client, { interval: undefined, onChange: undefined }).close()
  // @ts-expect-error -- The timeout of a check is that of the client's probes.
  watchHealth(client, { timeout: 100 })
})
