import {
  createProviderRegistry,
  customProvider,
  defaultSettingsMiddleware,
  extractJsonMiddleware,
  extractReasoningMiddleware,
  generateText,
  NoSuchModelError,
  simulateStreamingMiddleware,
  streamObject,
  streamText,
  wrapLanguageModel,
} from 'ai'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createTabby } from '../src/index.js'
import { openTabby, scriptWorld } from './serve-tabby.js'

const ask = { prompt: 'Hello', maxOutputTokens: 2 }

test('a provider is a function, and each model says what it is', async () => {
  const { tabby } = await openTabby()
  expect(tabby.specificationVersion).toBe('v3')
  for (const model of [tabby('a'), tabby.languageModel('a')]) {
    expect(model).toMatchObject({ specificationVersion: 'v3', provider: 'tabby.chat', modelId: 'a', supportedUrls: {} })
  }
  expect(tabby.embeddingModel()).toMatchObject({
    specificationVersion: 'v3',
    provider: 'tabby.embedding',
    modelId: '',
    maxEmbeddingsPerCall: undefined,
    supportsParallelCalls: false,
  })
  expect(() => tabby.imageModel('flux')).toThrow(expect.toSatisfy((error) => NoSuchModelError.isInstance(error)))
})

test('what is neither a client nor a name is refused', async () => {
  const { tabby } = await openTabby()
  for (const careless of [undefined, null, {}, 'http://127.0.0.1:5000']) {
    expect(() => createTabby(careless as never)).toThrow(/createTabby: the first argument must be a client/)
  }
  expect(() => tabby(5 as never)).toThrow(/languageModel: the model must be a name/)
  expect(() => tabby.embeddingModel({} as never)).toThrow(/embeddingModel: the model must be a name/)
})

test('a registry finds models by name, and the loaded one without', async () => {
  const { tabby, getBodies } = await openTabby()
  const registry = createProviderRegistry({ tabby, mine: customProvider({ fallbackProvider: tabby }) })
  for (const name of ['tabby:demo-8b-exl3', 'tabby:', 'mine:demo-8b-exl3'] as const) {
    expect((await generateText({ model: registry.languageModel(name), ...ask })).usage.outputTokens).toBe(2)
  }
  expect(getBodies().map(({ model }) => model)).toEqual(['demo-8b-exl3', undefined, 'demo-8b-exl3'])
  expect(registry.embeddingModel('tabby:')).toHaveProperty('provider', 'tabby.embedding')
})

test('middleware wraps a model', async () => {
  const { tabby, emulator } = await openTabby()
  const model = wrapLanguageModel({
    model: tabby(),
    middleware: [simulateStreamingMiddleware(), extractJsonMiddleware()],
  })
  const result = streamText({ model, ...ask })
  await result.consumeStream()
  expect((await result.usage).outputTokens).toBe(2)
  expect(JSON.parse(emulator.journal[0]?.body ?? '')).toHaveProperty('stream', false)
})

test('middleware takes reasoning out of the text, and sets what a call does not', async () => {
  const world = scriptWorld([{ when: 'Oslo', answer: '<why>It is north.</why>Cold.' }])
  const { tabby, getBodies } = await openTabby({ emulator: { world } })
  const settings = { temperature: 0.3, providerOptions: { tabby: { min_p: 0.1 } } }
  const model = wrapLanguageModel({
    model: tabby(),
    middleware: [extractReasoningMiddleware({ tagName: 'why' }), defaultSettingsMiddleware({ settings })],
  })
  const whole = await generateText({ model, prompt: 'Oslo?' })
  const streamed = streamText({ model, prompt: 'Oslo?', temperature: 0.5 })
  for (const result of [whole, streamed]) {
    expect([(await result.reasoningText)?.trim(), (await result.text).trim()]).toEqual(['It is north.', 'Cold.'])
  }
  expect(getBodies()).toMatchObject([
    { temperature: 0.3, min_p: 0.1 },
    { temperature: 0.5, min_p: 0.1 },
  ])
})

test('streamObject gives partial objects and the whole one', async () => {
  const { tabby } = await openTabby()
  const schema = z.object({ name: z.string(), age: z.number() })
  const { partialObjectStream, object } = streamObject({ model: tabby(), prompt: 'Invent a person', schema })
  let partials = 0
  for await (const _ of partialObjectStream) partials++
  expect(partials).toBeGreaterThan(1)
  expect(schema.safeParse(await object).success).toBe(true)
})
