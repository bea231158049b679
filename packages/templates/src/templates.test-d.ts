import type { TabbyClient } from '@tabby/core'
import type { InferInput, InferOutput } from 'valibot'
import { expectTypeOf, test } from 'vitest'
import * as templates from './index.js'
import type { TemplateList } from './list-templates.js'
import type { switchTemplateParamsSchema } from './schema.js'
import type { SwitchTemplateParams } from './switch-template.js'
import type { templateListSchema } from './list-templates.js'

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
  expectTypeOf<Same<InferOutput<typeof templateListSchema>, TemplateList>>().toEqualTypeOf<true>()
  expectTypeOf<
    Same<InferInput<typeof switchTemplateParamsSchema>, Omit<SwitchTemplateParams, 'extra'>>
  >().toEqualTypeOf<true>()
  expectTypeOf<InferOutput<typeof switchTemplateParamsSchema>>().toExtend<SwitchTemplateParams>()
})

test('the comparison sees a field too few, an optional one and another type', () => {
  expectTypeOf<Same<{ id: string }, { id: string; more?: string }>>().toEqualTypeOf<false>()
  expectTypeOf<Same<{ id: string }, { id?: string }>>().toEqualTypeOf<false>()
  expectTypeOf<Same<{ id: string }, { id: number }>>().toEqualTypeOf<false>()
})

test('calls take the client first and give what the interfaces say', () => {
  expectTypeOf<Parameters<(typeof templates)[keyof typeof templates]>[0]>().toEqualTypeOf<TabbyClient>()
  expectTypeOf(templates.listTemplates).returns.resolves.toEqualTypeOf<TemplateList>()
  expectTypeOf(templates.switchTemplate).returns.resolves.toEqualTypeOf<void>()
  expectTypeOf(templates.unloadTemplate).returns.resolves.toEqualTypeOf<void>()
  expectTypeOf(templates.acquireTemplate).returns.resolves.toExtend<AsyncDisposable>()
  expectTypeOf(templates.acquireTemplate).parameter(1).toEqualTypeOf<SwitchTemplateParams>()
})

test('a switch without a name does not compile', () => {
  expectTypeOf<{ prompt_template_name: string; extra: { new_field: 1 } }>().toExtend<SwitchTemplateParams>()
  // @ts-expect-error -- An unknown field belongs into extra.
  void templates.switchTemplate({} as TabbyClient, { prompt_template_name: 'a', new_field: 1 })
  expectTypeOf<{ name: string }>().not.toExtend<SwitchTemplateParams>()
  expectTypeOf<{ prompt_template_name: null }>().not.toExtend<SwitchTemplateParams>()
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<SwitchTemplateParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<{ one?: string; two?: string | undefined; three: string }>>().toEqualTypeOf<'one'>()
})
