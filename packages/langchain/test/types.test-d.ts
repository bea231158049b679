import type { TabbyClient } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { ChatTabby, TabbyEmbeddings } from '../src/index.js'

declare const client: TabbyClient

test('samplers are typed, and a typo is an error', () => {
  const model = new ChatTabby({ client, params: { temperature: 0, min_p: 0.1, enable_thinking: false } })
  // @ts-expect-error -- a typo in a sampler
  new ChatTabby({ client, params: { temprature: 0 } })
  // @ts-expect-error -- LangChain sets the tools
  new ChatTabby({ client, params: { tools: [] } })
  // @ts-expect-error -- a client is needed
  new ChatTabby({})
  // @ts-expect-error -- a typo in the params of one call
  void model.invoke('Hello', { params: { min_q: 1 } })
})

test('a structured reply has the type of its schema', async () => {
  const model = new ChatTabby({ client }).withStructuredOutput(z.object({ name: z.string() }))
  expectTypeOf(await model.invoke('A name')).toEqualTypeOf<{ name: string }>()
})

test('vectors are lists of numbers', () => {
  expectTypeOf(new TabbyEmbeddings({ client }).embedQuery).returns.resolves.toEqualTypeOf<number[]>()
})
