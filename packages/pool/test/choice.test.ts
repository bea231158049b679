import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createEmbeddings } from '@tabby/embeddings'
import { type TabbyClient } from '@tabby/core'
import { readAll } from '@tabby/emulator/testing'
import { loadEmbeddingModel, loadModel, unloadEmbeddingModel, unloadModel } from '@tabby/models'
import { expect, onTestFinished, test } from 'vitest'
import { createTabbyPool, type TabbyPoolMember } from '../src/index.js'
import { closeLater, deadClient, getBusy, noModel, serveMember, serveScript } from './serve-member.js'

const eightB = 'demo-8b-exl3'
const vision = 'demo-vision-8b-exl3'
const messages = [{ role: 'user', content: '[[len:2]]' }]
const endless = { messages: [{ role: 'user', content: '[[len:2000]]' }] }

const makePool = (
  members: readonly (TabbyClient | TabbyPoolMember)[],
  options: Parameters<typeof createTabbyPool>[1] = {},
) => closeLater(createTabbyPool(members, { checkInterval: false, ...options }))

/** Opens streams that go on until the test ends, and makes sure that each member has got its share. */
async function openStreams(pool: TabbyClient, count: number, session?: string) {
  for (let index = 0; index < count; index++) {
    const stream = await streamChatCompletion(pool, endless, { context: { session } })
    onTestFinished(() => stream.cancel())
  }
}

const slow = { tokensPerSecond: 20 }

test('the least busy one gets a call, by weight, and of several the one that was used longest ago', async () => {
  const servers = await Promise.all([serveMember(eightB, slow), serveMember(eightB, slow)])
  const [one, two] = servers.map(({ client }) => client) as [TabbyClient, TabbyClient]
  const even = makePool([one, two])
  await openStreams(even, 4)
  expect(getBusy(even)).toEqual([2, 2])
  const uneven = makePool([one, { client: two, weight: 2 }])
  await openStreams(uneven, 6)
  expect(getBusy(uneven)).toEqual([2, 4])
  expect(uneven.members.map(({ weight }) => weight)).toEqual([1, 2])
  const idle = makePool([one, two])
  for (let index = 0; index < 4; index++) await createChatCompletion(idle, { messages })
  expect(servers.map(({ getCalls }) => getCalls().length)).toEqual([2 + 2 + 2, 2 + 4 + 2])
})

test('the one that has the named model gets a call, also a first one and one that names it by a path', async () => {
  const [first, second] = await Promise.all([serveMember(vision), serveMember(eightB)])
  const pool = makePool([first.client, second.client])
  for (const model of [eightB, eightB, `models/${eightB}`]) await createChatCompletion(pool, { model, messages })
  await createChatCompletion(pool, { model: vision, messages })
  expect([first, second].map(({ getCalls }) => getCalls().length)).toEqual([1, 3])
  expect(pool.members.map(({ model }) => model)).toEqual([vision, eightB])
})

test('a model that nobody has is unknown, with what there is, after the servers were asked again', async () => {
  const [first, second] = await Promise.all([serveMember(vision), serveMember(null)])
  const pool = makePool([first.client, { client: second.client, models: ['may-be-loaded'] }])
  await pool.check()
  const refused = createChatCompletion(pool, { model: 'a-private-name', messages })
  await expect(refused).rejects.toMatchObject({ code: 'request_refused', reason: 'unknown-model' })
  await expect(refused).rejects.toThrow(
    'POST /v1/chat/completions: no server of the pool that is up has the model that the request names ' +
      `(they have ${vision}, may-be-loaded): load it on one`,
  )
  expect(await refused.catch((error: unknown) => error)).not.toHaveProperty('retryAfter')
  await expect(refused).rejects.not.toThrow('a-private-name')
  await createChatCompletion(pool, { model: 'may-be-loaded', messages }).catch(() => {})
  expect([first, second].map(({ getCalls }) => getCalls().length)).toEqual([0, 1])

  const loose = makePool([first.client, second.client], { onUnknownModel: 'any' })
  await loose.check()
  await createChatCompletion(loose, { model: 'gpt-4', messages })
  expect(first.getCalls()).toHaveLength(1)
})

test('a model that a server may still have is not unknown: it had it, or was never asked', async () => {
  const [first, second] = await Promise.all([serveMember(vision), serveMember(eightB)])
  const pool = makePool([first.client, second.client], { checkInterval: 5000 })
  const ask = async (model: string) =>
    createChatCompletion(pool, { model, messages }).catch((thrown: unknown) => thrown)
  await pool.check()
  await unloadModel(second.client)
  await pool.check()
  expect(await ask(eightB)).toMatchObject({ reason: 'no-server', retryAfter: 5000 })
  expect(await ask('other')).toMatchObject({ reason: 'unknown-model' })
  await second.close()
  await pool.check()
  expect(await ask(eightB)).toMatchObject({ reason: 'no-server', message: expect.stringContaining('down or loading') })
  expect(await ask('other')).toMatchObject({ reason: 'unknown-model' })
  pool.add(deadClient())
  await pool.check()
  expect(await ask('other')).toMatchObject({ reason: 'no-server' })
  pool.remove(deadClient())
  expect(await ask('other')).toMatchObject({ reason: 'unknown-model' })
  pool.add({ client: deadClient(3), models: ['other'] })
  await pool.check()
  expect(await ask('other')).toMatchObject({ reason: 'no-server' })
})

test('a load on a member, with its own client, is noticed by the next call that names the model', async () => {
  const [first, second] = await Promise.all([serveMember(vision), serveMember(vision)])
  const pool = makePool([first.client, second.client])
  await pool.check()
  await loadModel(pool.members[1]!.client, { model_name: eightB })
  expect(pool.members[1]!.model).toBe(vision)
  await createChatCompletion(pool, { model: eightB, messages })
  expect([first, second].map(({ getCalls }) => getCalls().length)).toEqual([0, 2])
  expect(pool.members.map(({ model }) => model)).toEqual([vision, eightB])
})

test('a change of the model is learnt from answers and from chunks, without a request', async () => {
  const [first, second] = await Promise.all([serveMember(vision), serveMember(vision)])
  const pool = makePool([first.client, second.client])
  await pool.check()
  await loadModel(first.client, { model_name: eightB })
  await loadModel(second.client, { model_name: eightB })
  const before = [first, second].map(({ emulator }) => emulator.journal.length)
  await createChatCompletion(pool, { messages })
  await readAll(await streamChatCompletion(pool, { messages }))
  expect(pool.members.map(({ model }) => model)).toEqual([eightB, eightB])
  expect([first, second].map(({ emulator }, index) => emulator.journal.length - before[index]!)).toEqual([1, 1])
})

test('one without a model gets a call only if none has one', async () => {
  const [first, second] = await Promise.all([serveMember(null), serveMember(eightB)])
  const pool = makePool([first.client, second.client])
  await pool.check()
  expect(pool.members.map(({ model }) => model)).toEqual([null, eightB])
  for (let index = 0; index < 3; index++) await createChatCompletion(pool, { messages })
  expect(first.getCalls()).toEqual([])
  pool.remove(second.client)
  await expect(createChatCompletion(pool, { messages }, { retry: false })).rejects.toMatchObject({
    code: 'no_model_loaded',
  })
})

test('embeddings go by the embedding model, which is not the model that chats', async () => {
  const [first, second] = await Promise.all([
    serveMember(eightB, { embeddingModel: 'demo-embedding-small' }),
    serveMember(vision, { embeddingModel: 'demo-embedding-large' }),
  ])
  const pool = makePool([first.client, second.client])
  for (const model of ['demo-embedding-large', 'demo-embedding-large', 'demo-embedding-small']) {
    const { model: answered } = await createEmbeddings(pool, { model, input: ['a'] })
    expect(answered).toBe(model)
  }
  expect(pool.members.map(({ model }) => model)).toEqual([eightB, vision])
})

test('a change of the embedding model is learnt from the response', async () => {
  const server = await serveMember()
  const pool = makePool([server.client])
  await createEmbeddings(pool, { model: 'demo-embedding-small', input: ['a'] })
  await unloadEmbeddingModel(server.client)
  await loadEmbeddingModel(server.client, { embedding_model_name: 'demo-embedding-large' })
  await createEmbeddings(pool, { input: ['a'] })
  const { length } = server.emulator.journal
  await createEmbeddings(pool, { model: 'demo-embedding-large', input: ['a'] })
  expect(server.emulator.journal.length - length).toBe(1)
})

test('a member that does not report its model is asked when nobody else has it: its own error is the answer', async () => {
  const { client, calls } = await serveScript(noModel)
  const pool = makePool([{ client: client.extend({ apiKey: undefined }) }])
  await expect(createChatCompletion(pool, { model: 'a-model', messages }, { retry: false })).rejects.toMatchObject({
    code: 'no_model_loaded',
  })
  expect(calls).toHaveLength(1)
})

test('a session stays with one server while it is up, and sessions are spread', async () => {
  const servers = await Promise.all([serveMember(), serveMember(), serveMember()])
  const pool = makePool(servers.map(({ client }) => client))
  const ask = (session: string) => createChatCompletion(pool, { messages }, { context: { session } })
  const getCounts = () => servers.map(({ getCalls }) => getCalls().length)
  for (let index = 0; index < 4; index++) await ask('conversation-1')
  expect(getCounts().sort()).toEqual([0, 0, 4])
  const home = getCounts().indexOf(4)
  await servers[home]!.close()
  // Its connections are known to be closed after a turn; a call that is sent on one before is lost.
  await new Promise((resolve) => setTimeout(resolve, 20))
  for (let index = 0; index < 3; index++) await ask('conversation-1')
  expect(getCounts().sort()).toEqual([0, 3, 4])
})

test('a session leaves its server when that is more than twice as busy as the idlest', async () => {
  const servers = await Promise.all([serveMember(eightB, slow), serveMember(eightB, slow)])
  const pool = makePool(servers.map(({ client }) => client))
  const getHighest = () => Math.max(...getBusy(pool))
  await openStreams(pool, 1, 'a')
  // 1 + 1 is not more than 2 * (0 + 1).
  await openStreams(pool, 1, 'a')
  expect([getHighest(), Math.min(...getBusy(pool))]).toEqual([2, 0])
  // 2 + 1 is.
  await openStreams(pool, 1, 'a')
  expect([getHighest(), Math.min(...getBusy(pool))]).toEqual([2, 1])
  // 3 + 1 is not more than 2 * (1 + 1), so it may have two more.
  await openStreams(pool, 2, 'a')
  expect([getHighest(), Math.min(...getBusy(pool))]).toEqual([4, 1])
  await openStreams(pool, 1, 'a')
  expect([getHighest(), Math.min(...getBusy(pool))]).toEqual([4, 2])
})
