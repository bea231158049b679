import type { InferInput } from 'valibot'
import { expectTypeOf, test } from 'vitest'
import type { faultsSchema } from '../src/faults/fault.js'
import { createEmulator, type Emulator, type EmulatorOptions, type Fault, type World } from '../src/index.js'
import type { worldSchema } from '../src/world/world-schema.js'

test('the fetch of an emulator fits wherever the global one does', () => {
  expectTypeOf<Emulator['fetch']>().toExtend<typeof globalThis.fetch>()
  expectTypeOf(createEmulator).returns.toEqualTypeOf<Emulator>()
  expectTypeOf(createEmulator).parameter(0).toEqualTypeOf<EmulatorOptions | undefined>()
})

test('what a file may say and what the types say are the same', () => {
  expectTypeOf<InferInput<typeof worldSchema>>().toExtend<World>()
  expectTypeOf<keyof InferInput<typeof worldSchema>>().toEqualTypeOf<keyof World>()
  expectTypeOf<keyof NonNullable<InferInput<typeof worldSchema>['settings']>>().toEqualTypeOf<
    keyof NonNullable<World['settings']>
  >()
  expectTypeOf<keyof InferInput<typeof worldSchema>['models'][number]>().toEqualTypeOf<keyof World['models'][number]>()
  expectTypeOf<InferInput<typeof faultsSchema>>().toEqualTypeOf<Fault[]>()
})

test('a misspelt setting does not compile', () => {
  // @ts-expect-error pingSecond is not a setting
  createEmulator({ settings: { pingSecond: 1 } })
  // @ts-expect-error an effect needs its figures
  createEmulator({ faults: [{ effect: { kind: 'stall' } }] })
})
