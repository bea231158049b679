import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { listRecordings, readRecording } from '@tabby/emulator/testing'
import {
  downloadModel,
  getEmbeddingModel,
  getModel,
  getModelProps,
  listDraftModels,
  listEmbeddingModels,
  listModels,
  loadEmbeddingModel,
  unloadEmbeddingModel,
  unloadModel,
} from '@tabby/models'
import { describe, expect, test } from 'vitest'

/** Each function, the paths that it or its twin on the server answers, and how many answers there are at least. */
const readers: [string, string[], number, (client: TabbyClient) => Promise<unknown>][] = [
  ['GET', ['/v1/models', '/v1/model/list'], 10, listModels],
  ['GET', ['/v1/model/draft/list'], 4, listDraftModels],
  ['GET', ['/v1/model/embedding/list'], 2, listEmbeddingModels],
  ['GET', ['/v1/model'], 15, getModel],
  ['GET', ['/v1/model/embedding'], 2, getEmbeddingModel],
  ['GET', ['/props'], 1, getModelProps],
  ['POST', ['/v1/model/unload'], 4, unloadModel],
  ['POST', ['/v1/model/embedding/unload'], 2, unloadEmbeddingModel],
  ['POST', ['/v1/download'], 5, (client) => downloadModel(client, { repo_id: 'owner/name' })],
  [
    'POST',
    ['/v1/model/embedding/load'],
    6,
    (client) => loadEmbeddingModel(client, { embedding_model_name: 'stub-embed-small' }),
  ],
]

describe.each(readers)('%s %s', (method, paths, atLeast, call) => {
  const names = listRecordings(({ request, response }) => {
    return request.method === method && paths.includes(request.path) && response.status > 0
  }).map(({ name }) => name)

  test('was recorded', () => {
    expect(names.length).toBeGreaterThanOrEqual(atLeast)
  })

  test.each(names)('%s is read as it was sent, or rejects in the words of the server', async (name) => {
    const { value, error, status, json, detail, requested } = await readRecording(name, (baseUrl) =>
      call(createTabbyClient({ baseUrl, apiKey: 'api', adminKey: 'admin', retry: false })),
    )
    if (status === 200) expect({ value, error }).toEqual({ value: json ?? undefined })
    else expect(error).toMatchObject({ name: 'TabbyApiError', status, detail: expect.stringContaining(detail!) })
    expect(requested).toEqual([`${method} ${paths[0]}`])
  })
})
