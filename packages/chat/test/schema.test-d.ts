import type { ChatCompletionParams } from '@tabby/chat'
import type { chatCompletionParamsSchema } from '@tabby/chat/schema'
import type { InferOutput } from 'valibot'
import { expectTypeOf, test } from 'vitest'

/** The fields that have a name: a schema lets others pass. */
type Known<T> = { [Name in keyof T as string extends Name ? never : Name]: T[Name] }
/** Params may be `undefined`, which is left out; what a schema gives never is. */
type Given<T> = { [Name in keyof T]-?: Exclude<T[Name], undefined> }
type Output = Known<InferOutput<typeof chatCompletionParamsSchema>>
/** A schema describes the body as it is sent, and `extra` is never sent itself. */
type Params = Omit<ChatCompletionParams, 'extra'>

test('the schema knows the same fields as the params', () => {
  expectTypeOf<keyof Output>().toEqualTypeOf<keyof Params>()
})

test('what the schema lets through can be sent as it is', () => {
  expectTypeOf<InferOutput<typeof chatCompletionParamsSchema>>().toExtend<ChatCompletionParams>()
})

test('plain fields have the same types in the schema and in the params', () => {
  type Nested = 'messages' | 'tools' | 'tool_choice' | 'functions' | 'reasoning' | 'stream_options' | 'response_format'
  expectTypeOf<Given<Omit<Output, Nested>>>().toEqualTypeOf<Given<Omit<Params, Nested>>>()
})
