import type { TabbyClient } from '@tabby/core'
import type { InferInput, InferOutput } from 'valibot'
import { expectTypeOf, test } from 'vitest'
import * as lora from './index.js'
import type { loadLorasParamsSchema } from './schema.js'
import type { LoadLorasParams, LoraLoad, LoraParams } from './load-loras.js'
import type { loraListSchema } from './lora-list.js'
import type { LoraCard, LoraList } from './lora-list.js'
import type { loraLoadSchema } from './load-loras.js'

/** The fields that have a name, at every depth: schemas and parameters let others pass. */
type Known<T> = T extends string
  ? T
  : T extends readonly (infer Item)[]
    ? Known<Item>[]
    : T extends object
      ? { [Field in keyof T as string extends Field ? never : Field]: Known<T[Field]> }
      : T
type Optional<T> = { [Field in keyof T]-?: object extends Pick<T, Field> ? Field : never }[keyof T]
type Shape<T> = [Known<T>, keyof Known<T>, Optional<Known<T>>]

/** Equal but for open sets of words, which a schema knows only as strings; which fields are optional counts. */
type Same<Left, Right> = [Shape<Left>, Shape<Right>] extends [Shape<Right>, Shape<Left>] ? true : false

test('what a schema checks is what its interface says', () => {
  expectTypeOf<Same<InferOutput<typeof loraListSchema>, LoraList>>().toEqualTypeOf<true>()
  expectTypeOf<Same<InferOutput<typeof loraListSchema>['data'][0], LoraCard>>().toEqualTypeOf<true>()
  expectTypeOf<Same<InferOutput<typeof loraLoadSchema>, LoraLoad>>().toEqualTypeOf<true>()
  expectTypeOf<Same<InferInput<typeof loadLorasParamsSchema>, Omit<LoadLorasParams, 'extra'>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<InferInput<typeof loadLorasParamsSchema>['loras'][0], LoraParams>>().toEqualTypeOf<true>()
  expectTypeOf<InferOutput<typeof loadLorasParamsSchema>>().toExtend<LoadLorasParams>()
})

test('the comparison sees a field too few, an optional one and another type', () => {
  expectTypeOf<Same<{ id: string }, { id: string; more?: string }>>().toEqualTypeOf<false>()
  expectTypeOf<Same<{ id: string }, { id?: string }>>().toEqualTypeOf<false>()
  expectTypeOf<Same<{ id: string }, { id: number }>>().toEqualTypeOf<false>()
})

test('calls take the client first and give what the interfaces say', () => {
  expectTypeOf<Parameters<(typeof lora)[keyof typeof lora]>[0]>().toEqualTypeOf<TabbyClient>()
  expectTypeOf(lora.listLoras).returns.resolves.toEqualTypeOf<LoraList>()
  expectTypeOf(lora.getActiveLoras).returns.resolves.toEqualTypeOf<LoraList>()
  expectTypeOf(lora.loadLoras).returns.resolves.toEqualTypeOf<LoraLoad>()
  expectTypeOf(lora.unloadLoras).returns.resolves.toEqualTypeOf<void>()
  expectTypeOf(lora.acquireLoras).returns.resolves.toExtend<AsyncDisposable>()
  expectTypeOf(lora.acquireLoras).parameter(1).toEqualTypeOf<LoadLorasParams>()
})

test('a LoRA without a name, a null skip_queue and a scaling in words do not compile', () => {
  expectTypeOf<{ loras: { name: string; scaling: undefined }[]; extra: undefined }>().toExtend<LoadLorasParams>()
  // @ts-expect-error -- It is called scaling.
  void lora.loadLoras({} as TabbyClient, { loras: [{ name: 'a', scale: 1 }] })
  // @ts-expect-error -- An unknown field belongs into extra.
  void lora.loadLoras({} as TabbyClient, { loras: [], new_field: 1 })
  expectTypeOf<{ loras: { scaling: number }[] }>().not.toExtend<LoadLorasParams>()
  expectTypeOf<{ loras: []; skip_queue: null }>().not.toExtend<LoadLorasParams>()
  expectTypeOf<{ loras: { name: string; scaling: string }[] }>().not.toExtend<LoadLorasParams>()
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<LoadLorasParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<LoraParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<{ one?: string; two?: string | undefined; three: string }>>().toEqualTypeOf<'one'>()
})
