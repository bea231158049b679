import { safeParse } from 'valibot'
import { describe, expect, test } from 'vitest'
import { downloadSchema } from './download-model.js'
import { embeddingModelLoadSchema } from './load-embedding-model.js'
import { modelCardSchema, modelListSchema } from './model-card.js'
import { modelPropsSchema } from './get-model-props.js'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'

const card = { id: 'small', object: 'model', created: 1, owned_by: 'tabbyAPI' }
const parameters = {
  max_seq_len: null,
  cache_size: null,
  cache_mode: null,
  rope_scale: null,
  rope_alpha: null,
  max_batch_size: null,
  chunk_size: null,
  prompt_template: null,
  prompt_template_content: null,
  use_vision: null,
  draft: null,
}
const logging = { log_prompt: null, log_generation_params: false, log_chat_completion_requests: null }

describe('an answer is taken as it is', () => {
  test.each([
    ['with every nullish field of a card null', modelCardSchema, { ...card, logging: null, parameters: null }],
    ['with every parameter of a card null', modelCardSchema, { ...card, logging, parameters }],
    ['with nothing in a card that may be left out', modelCardSchema, card],
    [
      'with fields and words of a card that are new',
      modelCardSchema,
      {
        ...card,
        object: 'new word',
        parameters: { ...parameters, cache_mode: 'new word', new_field: 1, draft: { ...card, new_field: [] } },
        new_field: {},
      },
    ],
    ['with fields and words of a list that are new', modelListSchema, { object: 'new', data: [card], has_more: false }],
    ['with new properties', modelPropsSchema, { default_generation_settings: { n_ctx: 1, new_field: 2 }, new: 3 }],
    [
      'with null properties',
      modelPropsSchema,
      {
        total_slots: null,
        chat_template: null,
        default_generation_settings: { n_ctx: 1 },
      },
    ],
    ['with new fields of a download', downloadSchema, { download_path: 'models/name', new_field: 1 }],
    [
      'with new words of an embedding load',
      embeddingModelLoadSchema,
      {
        model_type: null,
        module: 1,
        modules: 2,
        status: 'new word',
        new_field: 1,
      },
    ],
    ['when there is nothing to say', nothingSchema, null],
  ])('%s', (_title, schema, value) => {
    expect(safeParse(schema, value)).toMatchObject({ success: true, output: value })
  })
})

describe('an answer is refused', () => {
  test.each([
    ['when a card has no id', modelCardSchema, { ...card, id: null }],
    ['when a parameter has another type', modelCardSchema, { ...card, parameters: { max_seq_len: '4096' } }],
    ['when a list holds names', modelListSchema, { object: 'list', data: ['small'] }],
    ['when properties have no context', modelPropsSchema, { default_generation_settings: {} }],
    ['when a download has no path', downloadSchema, {}],
    ['when an embedding load has no status', embeddingModelLoadSchema, { module: 1, modules: 1 }],
    ['when a page answers instead of a command', nothingSchema, { detail: 'hello' }],
  ])('%s', (_title, schema, value) => {
    expect(safeParse(schema, value).success).toBe(false)
  })
})
