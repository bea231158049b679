import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test } from 'vitest'
import { adminKey, apiKey, serveWorld } from '../test/serve-world.js'
import { downloadModel } from './download-model.js'
import { listModels } from './list-models.js'

test('it tells where the files were put: in a folder called like the repository, or as it was asked for', async () => {
  const client = await serveWorld()
  expect(await downloadModel(client, { repo_id: 'owner/name' })).toEqual({ download_path: 'models/name' })
  const named = { repo_id: 'owner/name', folder_name: 'other', repo_type: 'lora', include: ['*.json'], exclude: [] }
  expect(await downloadModel(client, named)).toEqual({ download_path: 'loras/other' })
})

test('a download outlives the timeout of the client, which would delete its files', async () => {
  const client = (await serveWorld()).extend({ timeout: 50 })
  const slow = { repo_id: 'owner/slow' }
  expect(await downloadModel(client, slow)).toEqual({ download_path: 'models/slow' })
  const again = downloadModel(client, { ...slow, folder_name: 'again' }, { abortDeletesFiles: true })
  await expect(again).rejects.toMatchObject({ code: 'timeout' })
})

test('a timeout of the call itself ends it', async () => {
  const client = await serveWorld()
  await expect(
    downloadModel(client, { repo_id: 'owner/slow' }, { timeout: 50, abortDeletesFiles: true }),
  ).rejects.toMatchObject({
    name: 'TabbyTimeoutError',
    timeout: 'timeout',
  })
})

test('an abort rejects with the reason, and the server has deleted the files', async () => {
  const client = await serveWorld()
  const reason = new Error('enough')
  const controller = new AbortController()
  const download = downloadModel(
    client,
    { repo_id: 'owner/slow' },
    { signal: controller.signal, abortDeletesFiles: true },
  )
  setTimeout(() => controller.abort(reason), 50)
  await expect(download).rejects.toBe(reason)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect((await listModels(client)).data.map(({ id }) => id)).not.toContain('slow')
  expect(await downloadModel(client, { repo_id: 'owner/slow' })).toEqual({ download_path: 'models/slow' })
})

test('a repository that is not there is refused in the words of the hub', async () => {
  await expect(downloadModel(await serveWorld(), { repo_id: 'owner/missing' })).rejects.toMatchObject({
    code: 'invalid_request',
    status: 400,
    detail: expect.stringContaining('Repository Not Found'),
  })
})

test('an api key cannot download', async () => {
  await expect(downloadModel(await serveWorld({ apiKey }), { repo_id: 'owner/name' })).rejects.toMatchObject({
    code: 'authentication_error',
    message: expect.stringMatching(
      /Please provide an admin key \(the client has no adminKey; if its apiKey is an admin key, give it as adminKey\)$/,
    ),
  })
})

test('undefined, and null where the server refuses it, are left out; zero and other nulls are sent', async () => {
  const answer = { headers: { 'content-type': 'application/json' }, body: ['{"download_path":"models/name"}'] }
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  const sent = { repo_id: 'owner/name', revision: null, timeout: 0, new_field: null, chunk_limit: 20 }
  const broken = { repo_type: null, include: null, exclude: null } as never
  await downloadModel(client, { ...sent, token: undefined, ...(broken as object) })
  expect(JSON.parse(server.requests[0]!.body)).toEqual(sent)
  await downloadModel(client, { repo_id: 'a/b', repo_type: 'lora', include: ['*.json'], exclude: [] })
  expect(JSON.parse(server.requests[1]!.body)).toEqual({
    repo_id: 'a/b',
    repo_type: 'lora',
    include: ['*.json'],
    exclude: [],
  })
})

test.each([{ signal: new AbortController().signal }, { timeout: 5000 }])(
  'what could delete the files by accident is refused before anything is sent: %o',
  async (options) => {
    const server = await serveAnswers({ body: [] })
    onTestFinished(() => server.close())
    const client = createTabbyClient({ baseUrl: server.url, adminKey })
    const call = downloadModel(client, { repo_id: 'owner/name' }, options)
    await expect(call).rejects.toMatchObject({ code: 'request_refused' })
    await expect(call).rejects.toThrow(/deletes the files .* abortDeletesFiles/)
    expect(server.requests).toEqual([])
  },
)

test.each([
  { repo_id: 'https://huggingface.co/owner/name' },
  { repo_id: '' },
  { repo_id: '..' },
  { repo_id: 'owner/..' },
  { repo_id: '../name' },
  { repo_id: 'owner/' },
  { repo_id: 'owner/name/file' },
  { repo_id: 'owner/name', folder_name: '../other' },
  { repo_id: 'owner/name', folder_name: '..' },
  { repo_id: 'owner/name', folder_name: 'C:\\models' },
  { repo_id: 'owner/name', include: [''] },
  { repo_id: 'owner/name', exclude: ['*.md', '/etc/*'] },
])('a name that is a path, or a pattern that fits nothing, is refused before anything is sent: %o', async (params) => {
  const server = await serveAnswers({ body: [] })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  await expect(downloadModel(client, params)).rejects.toMatchObject({ code: 'request_refused' })
  expect(server.requests).toEqual([])
})

test.each([
  { repo_id: 'old-model' },
  { repo_id: '.owner/..name.' },
  { repo_id: 'owner/name-4.0bpw', folder_name: 'name_4.0bpw', include: [], exclude: ['**/*.md'] },
  { repo_id: 'owner/name', folder_name: null },
])('good names and patterns are sent: %o', async (params) => {
  const headers = { 'content-type': 'application/json' }
  const server = await serveAnswers({ headers, body: ['{"download_path":"models/name"}'] })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, adminKey })
  expect(await downloadModel(client, params, { timeout: false })).toEqual({ download_path: 'models/name' })
})

test('a name without end is refused at once: the pattern once took 7 s for 40,000 characters', async () => {
  const begin = performance.now()
  const call = downloadModel(createTabbyClient({ adminKey }), { repo_id: `${'a'.repeat(40_000)}!` })
  await expect(call).rejects.toMatchObject({ code: 'request_refused' })
  expect(performance.now() - begin).toBeLessThan(1000)
})

test.each([
  [{ repo_id: 5 }, 'repo_id must be owner/name'],
  [{}, 'repo_id must be owner/name'],
  [{ repo_id: 'owner/name', include: '*.json' }, 'include must be a list of patterns'],
  [{ repo_id: 'owner/name', exclude: [5] }, 'exclude must be a list of patterns'],
  [{ repo_id: 'owner/name', folder_name: ['a'] }, 'folder_name must be the name of one folder'],
  [{ repo_id: 'owner/name', token: { secret: 1 } }, 'token must be a string'],
])('%o is refused by name, before a request', async (params, words) => {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:9', adminKey })
  const call = downloadModel(client, params as never)
  await expect(call).rejects.toMatchObject({ code: 'request_refused' })
  await expect(call).rejects.toThrow(`downloadModel: ${words}`)
})

test.each([0, 1, 30_000])('a timeout of %d is refused, unless it is meant', async (timeout) => {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:9', adminKey })
  const call = downloadModel(client, { repo_id: 'owner/name' }, { timeout })
  await expect(call).rejects.toMatchObject({ code: 'request_refused', message: /abortDeletesFiles/ })
})
