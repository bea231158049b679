import type { TabbyClient, TabbyRequestOptions, TabbyStream, TabbyStreamRequestOptions } from '@tabby/core'
import type { InferInput, InferOutput } from 'valibot'
import { describe, expectTypeOf, test } from 'vitest'
import type { downloadModelParamsSchema, loadEmbeddingModelParamsSchema, loadModelParamsSchema } from './schema.js'
import type { Download, DownloadModelParams, downloadSchema } from './download-model.js'
import type { EmbeddingModelLoad, embeddingModelLoadSchema, LoadEmbeddingModelParams } from './load-embedding-model.js'
import type { ModelGenerationSettings, ModelProps, modelPropsSchema } from './get-model-props.js'
import * as models from './index.js'
import type { DraftModelParams, LoadModelParams } from './load-model-params.js'
import type {
  ModelCard,
  ModelCardParameters,
  modelCardSchema,
  ModelList,
  modelListSchema,
  ModelLogging,
} from './model-card.js'
import type { ModelLoadProgress } from './read-load-progress.js'

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

type CardOutput = InferOutput<typeof modelCardSchema>
type LoadInput = InferInput<typeof loadModelParamsSchema>

describe('what a schema checks is what its interface says', () => {
  test('in answers', () => {
    expectTypeOf<Same<CardOutput, ModelCard>>().toEqualTypeOf<true>()
    expectTypeOf<Same<NonNullable<CardOutput['parameters']>, ModelCardParameters>>().toEqualTypeOf<true>()
    expectTypeOf<Same<NonNullable<CardOutput['logging']>, ModelLogging>>().toEqualTypeOf<true>()
    expectTypeOf<Same<InferOutput<typeof modelListSchema>, ModelList>>().toEqualTypeOf<true>()
    expectTypeOf<Same<InferOutput<typeof modelPropsSchema>, ModelProps>>().toEqualTypeOf<true>()
    type Settings = InferOutput<typeof modelPropsSchema>['default_generation_settings']
    expectTypeOf<Same<Settings, ModelGenerationSettings>>().toEqualTypeOf<true>()
    expectTypeOf<Same<InferOutput<typeof downloadSchema>, Download>>().toEqualTypeOf<true>()
    expectTypeOf<Same<InferOutput<typeof embeddingModelLoadSchema>, EmbeddingModelLoad>>().toEqualTypeOf<true>()
  })

  test('in bodies', () => {
    expectTypeOf<Same<LoadInput, Omit<LoadModelParams, 'extra'>>>().toEqualTypeOf<true>()
    expectTypeOf<Same<NonNullable<LoadInput['draft_model']>, DraftModelParams>>().toEqualTypeOf<true>()
    expectTypeOf<
      Same<InferInput<typeof downloadModelParamsSchema>, Omit<DownloadModelParams, 'extra'>>
    >().toEqualTypeOf<true>()
    expectTypeOf<
      Same<InferInput<typeof loadEmbeddingModelParamsSchema>, Omit<LoadEmbeddingModelParams, 'extra'>>
    >().toEqualTypeOf<true>()
    expectTypeOf<InferOutput<typeof loadModelParamsSchema>>().toExtend<LoadModelParams>()
  })

  test('and the comparison sees a field too few, an optional one and another type', () => {
    expectTypeOf<Same<{ id: string }, { id: string; more?: string }>>().toEqualTypeOf<false>()
    expectTypeOf<Same<{ id: string; more?: string }, { id: string }>>().toEqualTypeOf<false>()
    expectTypeOf<Same<{ id: string }, { id?: string }>>().toEqualTypeOf<false>()
    expectTypeOf<Same<{ id: string }, { id: number }>>().toEqualTypeOf<false>()
    expectTypeOf<Same<{ id: 'a' | (string & {}) }, { id: string }>>().toEqualTypeOf<true>()
  })
})

describe('calls', () => {
  test('take the client first, then what to send, then options', () => {
    // These two look at what other functions gave.
    type OfClient = Exclude<keyof typeof models, 'checkAnsweredModel' | 'readLoadEstimates'>
    type OfAll = (typeof models)[OfClient]
    expectTypeOf<Parameters<OfAll>[0]>().toEqualTypeOf<TabbyClient>()
    expectTypeOf<Parameters<typeof models.downloadModel>[2]>().toEqualTypeOf<models.DownloadModelOptions | undefined>()
    expectTypeOf<Parameters<typeof models.getCapacity>>().toEqualTypeOf<
      [client: TabbyClient, params: models.CapacityParams, options?: TabbyRequestOptions | undefined]
    >()
    expectTypeOf<models.CapacityParams>().toEqualTypeOf<{ tokens: number }>()
    expectTypeOf(models.getCapacity).returns.resolves.toEqualTypeOf<number>()
    expectTypeOf<Parameters<typeof models.getModel>[1]>().toEqualTypeOf<TabbyRequestOptions | undefined>()
    expectTypeOf<Parameters<typeof models.loadModel>[1]>().toEqualTypeOf<LoadModelParams>()
    expectTypeOf<Parameters<typeof models.loadModel>[2]>().toEqualTypeOf<TabbyStreamRequestOptions | undefined>()
  })

  test('give what the interfaces say', () => {
    expectTypeOf(models.listModels).returns.resolves.toEqualTypeOf<ModelList>()
    expectTypeOf(models.getModel).returns.resolves.toEqualTypeOf<ModelCard>()
    expectTypeOf(models.loadModel).returns.resolves.toExtend<ModelCard & { alreadyLoaded: boolean }>()
    expectTypeOf(models.streamModelLoad).returns.resolves.toEqualTypeOf<TabbyStream<ModelLoadProgress>>()
    expectTypeOf(models.unloadModel).returns.resolves.toEqualTypeOf<void>()
    expectTypeOf(models.downloadModel).returns.resolves.toEqualTypeOf<Download>()
  })

  test('take unknown fields in extra, and what is left out on purpose', () => {
    expectTypeOf<{ model_name: string; extra: { new_field: number } }>().toExtend<LoadModelParams>()
    // @ts-expect-error -- It is called max_seq_len.
    void models.loadModel({} as TabbyClient, { model_name: 'a', max_seq_length: 1 })
    // @ts-expect-error -- It is called draft_model_name.
    void models.loadModel({} as TabbyClient, { model_name: 'a', draft_model: { draft_model_name: 'b', name: 'c' } })
    expectTypeOf<{ model_name: string; cache_size: undefined; rope_alpha: 'auto' }>().toExtend<LoadModelParams>()
  })

  test('do not compile without a name, with a field of another type or with a null that breaks', () => {
    expectTypeOf<{ max_seq_len: number }>().not.toExtend<LoadModelParams>()
    expectTypeOf<{ model_name: string; max_seq_len: string }>().not.toExtend<LoadModelParams>()
    expectTypeOf<{ model_name: string; rope_alpha: 'much' }>().not.toExtend<LoadModelParams>()
    expectTypeOf<{ repo_id: string; include: null }>().not.toExtend<DownloadModelParams>()
    expectTypeOf<{ embeddings_device: string }>().not.toExtend<LoadEmbeddingModelParams>()
  })
})

describe('models that are there when asked for', () => {
  test('give a card, a scope, steps with estimates, and the answer itself', () => {
    expectTypeOf(models.ensureModel).returns.resolves.toEqualTypeOf<models.LoadedModel>()
    expectTypeOf(models.acquireModel).returns.resolves.toExtend<AsyncDisposable>()
    expectTypeOf(models.readLoadEstimates).returns.toExtend<AsyncIterable<models.ModelLoadEstimate>>()
    expectTypeOf(models.checkAnsweredModel({ model: 'a', id: 'b' }, { model: 'a' })).toEqualTypeOf<{
      model: string
      id: string
    }>()
  })

  test('take a callback with the step, and no answer that can name no model', () => {
    type OnProgress = NonNullable<models.EnsureModelOptions['onProgress']>
    expectTypeOf<Parameters<OnProgress>>().toEqualTypeOf<[models.ModelLoadEstimate]>()
    // @ts-expect-error -- A name is a text.
    models.checkAnsweredModel({ model: 5 }, { model: 'a' })
  })

  test('verify a generation', () => {
    expectTypeOf(models.checkAnsweredModel).toExtend<NonNullable<TabbyRequestOptions['verify']>>()
  })
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<LoadModelParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<DraftModelParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<DownloadModelParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<LoadEmbeddingModelParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<models.DownloadModelOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<models.EnsureModelOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<{ one?: string; two?: string | undefined; three: string }>>().toEqualTypeOf<'one'>()
})
