import { expect, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { listModels } from './list-models.js'
import { unloadModel } from './unload-model.js'

const listNames = async (...keys: Parameters<typeof serveWorld>) => {
  return (await listModels(await serveWorld(...keys))).data.map(({ id }) => id)
}

test('an admin key sees every folder, nested ones by the first part of their path', async () => {
  const everything = ['small', 'large', 'seeing', 'nested', 'broken', 'too-large']
  expect(await listNames({ apiKey, adminKey })).toEqual(everything)
  expect(await listNames({ adminKey })).toEqual(everything)
  expect(await listNames({ bearerToken: adminKey })).toEqual(everything)
})

test('an api key sees the loaded model, and nothing when none is loaded', async () => {
  expect(await listNames({ apiKey })).toEqual(['small'])
  const client = await serveWorld()
  await unloadModel(client)
  expect(await listModels(client.extend({ adminKey: undefined }))).toEqual({ object: 'list', data: [] })
})

test('dummy names come first', async () => {
  expect((await listNames(undefined, { inlineModelLoading: true, dummyModelNames: ['gpt-4o'] }))[0]).toBe('gpt-4o')
})

test('a missing key and a wrong one are told apart', async () => {
  const code = 'authentication_error'
  await expect(listNames({})).rejects.toMatchObject({ code, detail: 'Please provide an API key' })
  await expect(listNames({ apiKey: 'wrong' })).rejects.toMatchObject({ code, detail: 'Invalid API key' })
})

test('an abort rejects with the reason of the signal', async () => {
  const client = await serveWorld()
  await expect(listModels(client, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
})
