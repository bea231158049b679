import { listRecordings } from '@tabby/emulator/testing'
import { safeParse } from 'valibot'
import { describe, expect, test } from 'vitest'
import { downloadModelParamsSchema, loadEmbeddingModelParamsSchema, loadModelParamsSchema } from './schema.js'

const schemas = {
  '/v1/model/load': loadModelParamsSchema,
  '/v1/model/embedding/load': loadEmbeddingModelParamsSchema,
  '/v1/download': downloadModelParamsSchema,
}

describe.each(Object.entries(schemas))('bodies of %s', (path, schema) => {
  const sent = listRecordings(({ request }) => request.path === path && /^\{.*\}$/.test(request.body ?? ''))

  test('were recorded', () => {
    expect(sent.length).toBeGreaterThan(2)
  })

  test.each(sent)('$name is taken or refused as the server did', ({ request, response }) => {
    const body = JSON.parse(request.body!)
    const result = safeParse(schema, body)
    expect(result.success).toBe(response.status !== 422)
    if (result.success) expect(result.output).toEqual(body)
  })
})

test.each([
  ['an unknown field', loadModelParamsSchema, { model_name: 'small', new_field: { a: [1] } }, true],
  ['a null that the server takes', loadModelParamsSchema, { model_name: 'small', draft_model: null }, true],
  ['the word auto', loadModelParamsSchema, { model_name: 'small', rope_alpha: 'auto' }, true],
  ['another word for alpha', loadModelParamsSchema, { model_name: 'small', rope_alpha: 'much' }, false],
  ['a fraction of a token', loadModelParamsSchema, { model_name: 'small', max_seq_len: 1.5 }, false],
  ['a draft model without a name', loadModelParamsSchema, { model_name: 'small', draft_model: {} }, false],
  ['a null device', loadEmbeddingModelParamsSchema, { embedding_model_name: 'small', embeddings_device: null }, true],
  ['a number as device', loadEmbeddingModelParamsSchema, { embedding_model_name: 'a', embeddings_device: 0 }, false],
  ['null patterns', downloadModelParamsSchema, { repo_id: 'owner/name', include: null }, false],
  ['a null token', downloadModelParamsSchema, { repo_id: 'owner/name', token: null, chunk_limit: 20 }, true],
  ['no object', downloadModelParamsSchema, ['owner/name'], false],
])('%s is judged as the server judges it', (_title, schema, value, isTaken) => {
  expect(safeParse(schema, value).success).toBe(isTaken)
})
