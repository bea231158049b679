import type { EmbeddingModelV3, LanguageModelV3, ProviderV3 } from '@ai-sdk/provider'
import { createTabbyClient } from '@tabby/core'
import { type EmbeddingModel, generateText, type LanguageModel } from 'ai'
import { createTabby, type TabbyEmbeddingModelOptions, type TabbyLanguageModelOptions } from '../src/index.js'

const tabby = createTabby(createTabbyClient())

// A provider as the AI SDK takes one; its models are the ones of the specification.
tabby satisfies ProviderV3
tabby() satisfies LanguageModelV3 & LanguageModel
tabby.languageModel('a') satisfies LanguageModelV3
tabby.embeddingModel() satisfies EmbeddingModelV3 & EmbeddingModel
tabby.imageModel('a') satisfies never

// @ts-expect-error a model has a name
tabby(5)
// @ts-expect-error the client comes first
createTabby('http://127.0.0.1:5000')

// Every sampler is known, and what the call sets itself is not among them.
const options = {
  min_p: 0.05,
  xtc_probability: 0.5,
  dry_multiplier: 0.8,
  enable_thinking: true,
  template_vars: { a: 1 },
  extra: { future: 1 },
} satisfies TabbyLanguageModelOptions
void generateText({ model: tabby(), prompt: 'Hello', providerOptions: { tabby: options } })

// @ts-expect-error a typing error
;({ min_pp: 0.05 }) satisfies TabbyLanguageModelOptions
// @ts-expect-error set by the call
;({ messages: [] }) satisfies TabbyLanguageModelOptions
// @ts-expect-error set by the call
;({ n: 2 }) satisfies TabbyLanguageModelOptions

;({ extra: { future: 1 } }) satisfies TabbyEmbeddingModelOptions
// @ts-expect-error set by the call
;({ input: 'a' }) satisfies TabbyEmbeddingModelOptions
