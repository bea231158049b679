import type { TabbyClient, TabbyRequestOptions } from '@tabby/core'
import type { InferOutput } from 'valibot'
import { expectTypeOf, test } from 'vitest'
import { getKeyPermission, type KeyPermission, requirePermission, type RequirePermissionParams } from './index.js'
import type { keyPermissionSchema } from './get-key-permission.js'

/** The named fields of a type, all the way down, with open enums as the strings that they are. */
type Known<T> = T extends string
  ? string
  : T extends readonly (infer Item)[]
    ? Known<Item>[]
    : T extends object
      ? { [Key in keyof T as string extends Key ? never : Key]: Known<Exclude<T[Key], undefined>> }
      : T

test('the interface and the schema know the same fields', () => {
  expectTypeOf<Known<InferOutput<typeof keyPermissionSchema>>>().toEqualTypeOf<Known<KeyPermission>>()
})

test('the function takes a client and options, and gives a plain interface', () => {
  expectTypeOf(getKeyPermission).parameters.toEqualTypeOf<[TabbyClient, (TabbyRequestOptions | undefined)?]>()
  expectTypeOf(getKeyPermission).returns.resolves.toEqualTypeOf<KeyPermission>()
})

test('known permissions are offered, and others are taken', () => {
  expectTypeOf<'admin'>().toExtend<KeyPermission['permission']>()
  expectTypeOf<string>().toExtend<KeyPermission['permission']>()
  expectTypeOf<KeyPermission['permission']>().not.toEqualTypeOf<string>()
})

test('one of two permissions is required, and nothing comes back', () => {
  expectTypeOf(requirePermission).parameter(1).toEqualTypeOf<RequirePermissionParams>()
  expectTypeOf<RequirePermissionParams['permission']>().toEqualTypeOf<'api' | 'admin'>()
  expectTypeOf(requirePermission).returns.resolves.toEqualTypeOf<void>()
})
