import type { TabbyClient } from '@tabby/core'
import type OpenAI from 'openai'
import { expectTypeOf, test } from 'vitest'
import { createOpenAIFetch, createOpenAIHandler, type OpenAIDefaults, type OpenAIHandlerOptions } from '../src/index.js'

declare const client: TabbyClient

test('the fetch fits the option of OpenAI and the global one', () => {
  const fetch = createOpenAIFetch(client)
  expectTypeOf(fetch).toExtend<typeof globalThis.fetch>()
  type ClientOptions = NonNullable<ConstructorParameters<typeof OpenAI>[0]>
  expectTypeOf(fetch).toExtend<NonNullable<ClientOptions['fetch']>>()
})

test('a handler is a route', () => {
  expectTypeOf(createOpenAIHandler(client)).toEqualTypeOf<(request: Request) => Promise<Response>>()
})

test('options are closed', () => {
  const options: OpenAIHandlerOptions = { models: { a: 'b' }, defaults: { min_p: 0.1, enable_thinking: false } }
  expectTypeOf(options.defaults).toEqualTypeOf<OpenAIDefaults | undefined>()
  // @ts-expect-error -- a typo is no option
  createOpenAIHandler(client, { model: {} })
  // @ts-expect-error -- a typo is no field
  createOpenAIHandler(client, { defaults: { temprature: 1 } })
  // @ts-expect-error -- what belongs to one request is no default
  createOpenAIHandler(client, { defaults: { messages: [] } })
  // @ts-expect-error -- nothing at all is no permission
  createOpenAIHandler(client, { authorize: () => undefined })
})
