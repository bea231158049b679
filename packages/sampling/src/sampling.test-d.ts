import { createTabbyClient, type GenerationParams } from '@tabby/core'
import type { InferOutput } from 'valibot'
import { describe, expectTypeOf, test } from 'vitest'
import {
  checkSamplerParams,
  createSamplerOverrides,
  type SamplerOverride,
  listSamplerOverrides,
  type SamplerIssue,
  samplerPresets,
  type SamplerOverrideList,
  type SamplerOverrides,
  type SwitchSamplerOverrideParams,
  switchSamplerOverride,
  unloadSamplerOverride,
  acquireSamplerOverrides,
} from './index.js'
import type { samplerOverrideListSchema } from './list-sampler-overrides.js'
import type { switchSamplerOverrideParamsSchema } from './schema.js'
import type { SamplerOverrideSettings, SamplerOverrideValues } from './create-sampler-overrides.js'

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
  type Sent = InferOutput<typeof samplerOverrideListSchema>

  test('the answer of the schema is the interface', () => {
    expectTypeOf<Known<Sent>>().toEqualTypeOf<Known<SamplerOverrideList>>()
    type Entry = SamplerOverrideList['overrides'][string]
    expectTypeOf<Known<Sent['overrides'][string]>>().toEqualTypeOf<Known<Entry>>()
  })

  test('what the request schema lets through can be sent', () => {
    // The schema knows no values, so its overrides are those of parameters that the types do not know.
    type Checked = InferOutput<typeof switchSamplerOverrideParamsSchema>
    expectTypeOf<Checked['preset']>().toEqualTypeOf<SwitchSamplerOverrideParams['preset']>()
    type Entry = NonNullable<Checked['overrides']>[string]
    expectTypeOf<Entry>().toExtend<SamplerOverride>()
    expectTypeOf<Known<Entry>>().toEqualTypeOf<Known<SamplerOverride>>()
  })
})

test('functions that change something give nothing', () => {
  expectTypeOf(listSamplerOverrides(client)).resolves.toEqualTypeOf<SamplerOverrideList>()
  expectTypeOf(switchSamplerOverride(client, { preset: 'a' })).resolves.toEqualTypeOf<void>()
  expectTypeOf(unloadSamplerOverride(client)).resolves.toEqualTypeOf<void>()
})

test('a preset, known and unknown parameters, null, undefined and fields in extra are taken', () => {
  void switchSamplerOverride(client, { preset: 'a', overrides: undefined, extra: { later: 1 } })
  void switchSamplerOverride(client, {
    overrides: {
      temperature: { override: 0.5, force: true },
      stop: { override: ['a'], additive: true },
      top_k: { override: null },
      top_p: undefined,
      ...createSamplerOverrides({ extra: { made_up: { any: 'thing' } } }),
    },
  })
})

test('what breaks generations or is ignored does not compile', () => {
  // @ts-expect-error -- A bare value breaks every generation.
  void switchSamplerOverride(client, { overrides: { temperature: 1.5 } })
  // @ts-expect-error -- So does one of a parameter that the types do not know.
  void switchSamplerOverride(client, { overrides: { made_up: 1.5 } })
  // @ts-expect-error -- It is called temperature.
  void switchSamplerOverride(client, { overrides: { temprature: { override: 1 } } })
  // @ts-expect-error -- There has to be a value.
  void switchSamplerOverride(client, { overrides: { temperature: { force: true } } })
  // @ts-expect-error -- A temperature is a number.
  void switchSamplerOverride(client, { overrides: { temperature: { override: 'hot' } } })
  // @ts-expect-error -- The server ignores the overrides.
  void switchSamplerOverride(client, { preset: 'a', overrides: { top_k: { override: 3 } } })
  // @ts-expect-error -- The server refuses nothing.
  void switchSamplerOverride(client, {})
})

test('overrides are built of typed values', () => {
  expectTypeOf(createSamplerOverrides({ temperature: 0.7 })).toEqualTypeOf<SamplerOverrides>()
  expectTypeOf(createSamplerOverrides({}).temperature).toEqualTypeOf<SamplerOverrides['temperature']>()
  void createSamplerOverrides(
    { temperature: 0.7, extra: { later: 'a' }, top_k: undefined, max_tokens: null },
    { force: true },
  )
  // @ts-expect-error -- It is called temperature.
  void createSamplerOverrides({ temprature: 1 })
  // @ts-expect-error -- A temperature is a number.
  void createSamplerOverrides({ temperature: 'hot' })
  // @ts-expect-error -- There is no such setting.
  void createSamplerOverrides({ temperature: 1 }, { forced: true })
})

test('presets are plain parameters that keep their values', () => {
  expectTypeOf(samplerPresets.greedy).toExtend<GenerationParams>()
  expectTypeOf(samplerPresets.creative.temperature_last).toEqualTypeOf<true>()
  expectTypeOf<keyof typeof samplerPresets>().toEqualTypeOf<'greedy' | 'precise' | 'balanced' | 'creative' | 'varied'>()
})

test('a check takes any parameters and gives issues to switch on', () => {
  expectTypeOf(checkSamplerParams({ prompt: '' })).toEqualTypeOf<SamplerIssue[]>()
  expectTypeOf<SamplerIssue['severity']>().toEqualTypeOf<'error' | 'warning'>()
  // @ts-expect-error -- Parameters are an object.
  void checkSamplerParams('temperature')
})

test('overrides for a while take what a switch takes, and can be held by await using', () => {
  expectTypeOf(acquireSamplerOverrides).parameter(1).toEqualTypeOf<SwitchSamplerOverrideParams>()
  expectTypeOf(acquireSamplerOverrides(client, { preset: 'a' })).resolves.toExtend<AsyncDisposable>()
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<SwitchSamplerOverrideParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<SamplerOverride>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<SamplerOverrides>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<SamplerOverrideValues>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<SamplerOverrideSettings>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<{ one?: string; two?: string | undefined; three: string }>>().toEqualTypeOf<'one'>()
})
