import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRates } from '../src/keys/create-rates.js'
import { addKey, readKeyFile } from '../src/keys/key-file.js'
import { ask, makeFolder, openGateway } from './serve-gateway.js'

describe('the file of keys', () => {
  test('keeps a digest and not the key, for its owner alone', () => {
    const path = join(makeFolder(), 'keys.json')
    const key = addKey(path, { name: 'alice', models: ['a'], perMinute: 5 })
    addKey(path, { name: 'bob' })
    expect(key).toMatch(/^sk-tabby-[\w-]{43}$/)
    expect(readFileSync(path, 'utf8')).not.toContain(key.slice(9))
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readKeyFile(path)).toMatchObject([{ name: 'alice', models: ['a'], perMinute: 5 }, { name: 'bob' }])
    expect(() => addKey(path, { name: 'bob' })).toThrow('has a key called bob')
    expect(() => addKey(path, { name: 'a b' })).toThrow(/name: must be/)
    expect(() => addKey(path, { name: 'c', perMinute: 0 })).toThrow(/perMinute/)
  })

  test.each([
    ['{', /could not be read/],
    ['{"keys":[{"name":"a","sha256":"x"}]}', /keys\.0\.sha256: must be a SHA-256/],
    ['{"keys":[{"name":"a"}]}', /keys\.0\.sha256/],
    ['{"keyz":[]}', /keys/],
    [JSON.stringify({ keys: [0, 1].map(() => ({ name: 'a', sha256: '0'.repeat(64) })) }), /same name/],
  ])('%s is refused by name', (content, message) => {
    const path = join(makeFolder(), 'keys.json')
    writeFileSync(path, content)
    expect(() => readKeyFile(path)).toThrow(message)
  })
})

describe('a gateway with keys', () => {
  test('lets in who has one, as a bearer token or as x-api-key, and no one else', async () => {
    const { open, secrets, url, emulators } = await openGateway({ keys: { alice: {}, bob: {} } })
    for (const name of ['alice', 'bob']) {
      expect((await open(secrets[name]).models.list()).data.length).toBeGreaterThan(0)
    }
    expect((await fetch(`${url}/v1/models`, { headers: { 'x-api-key': secrets['bob']! } })).status).toBe(200)
    const count = emulators[0]!.journal.length
    for (const key of ['none', `${secrets['alice']}x`, secrets['alice']!.slice(0, -1)]) {
      const answer = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })
      expect(answer.status).toBe(401)
      expect(await answer.text()).not.toContain(key)
    }
    expect((await fetch(`${url}/v1/models`)).status).toBe(401)
    expect((await fetch(`${url}/v1/model/load`, { method: 'POST' })).status).toBe(401)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(emulators[0]!.journal.slice(count).filter(({ path }) => path === '/v1/models')).toEqual([])
  })

  test('reads them again when asked, and keeps the former ones if it cannot', async () => {
    const { open, gateway, path, secrets } = await openGateway({ keys: { alice: {} } })
    const carol = addKey(path, { name: 'carol' })
    await expect(open(carol).models.list()).rejects.toMatchObject({ status: 401 })
    gateway.reloadKeys()
    await open(carol).models.list()
    writeFileSync(path, '{')
    expect(() => gateway.reloadKeys()).toThrow(/could not be read/)
    await open(carol).models.list()
    writeFileSync(path, '{"keys":[]}')
    gateway.reloadKeys()
    await expect(open(secrets['alice']).models.list()).rejects.toMatchObject({ status: 401 })
  })

  test('a key for some models sees and uses these alone', async () => {
    const models = { fast: 'demo-8b-exl3' }
    const { open, secrets, emulators } = await openGateway({
      models,
      keys: { one: { models: ['fast'] }, two: { models: ['fast', 'demo-base-3b-exl3'] }, all: {} },
    })
    const one = open(secrets['one'])
    expect((await one.models.list()).data.map(({ id }) => id)).toEqual(['fast', 'demo-8b-exl3'])
    expect(await one.models.retrieve('fast')).toMatchObject({ id: 'fast' })
    await expect(one.models.retrieve('demo-70b-exl3')).rejects.toMatchObject({ status: 404 })
    for (const model of ['fast', 'demo-8b-exl3', '']) await one.chat.completions.create(ask('a', { model }))
    const refused = { status: 403, code: 'permission_error' }
    await expect(one.chat.completions.create(ask('a', { model: 'demo-70b-exl3' }))).rejects.toMatchObject(refused)
    await expect(one.embeddings.create({ model: 'demo-70b-exl3', input: 'a' })).rejects.toMatchObject(refused)
    await expect(open(secrets['two']).chat.completions.create(ask())).rejects.toMatchObject(refused)
    expect((await open(secrets['all']).models.list()).data.length).toBeGreaterThan(3)
    const sent = emulators[0]!.journal
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(body!).model)
    expect(sent).toEqual(['demo-8b-exl3', 'demo-8b-exl3', 'demo-8b-exl3'])
  })

  test('a key that asks too often is told when to come back, and others are not', async () => {
    const { open, url, secrets } = await openGateway({ keys: { alice: { perMinute: 2 }, bob: { perMinute: 2 } } })
    const alice = open(secrets['alice'])
    for (let count = 0; count < 2; count++) await alice.chat.completions.create(ask())
    await expect(alice.chat.completions.create(ask())).rejects.toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
    })
    const headers = { authorization: `Bearer ${secrets['alice']}` }
    const answer = await fetch(`${url}/v1/completions`, { method: 'POST', headers, body: '{}' })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(answer.headers.get('x-should-retry')).toBeNull()
    await alice.models.list()
    await open(secrets['bob']).chat.completions.create(ask())
  })

  test('tokens count when they are known', async () => {
    const { open, secrets, waitForLine } = await openGateway({ keys: { alice: { tokensPerMinute: 5 } } })
    const alice = open(secrets['alice'])
    const stream = await alice.chat.completions.create({ ...ask(), stream: true })
    for await (const _ of stream);
    await waitForLine()
    await expect(alice.chat.completions.create(ask())).rejects.toMatchObject({ status: 429 })
  })
})

test('rates hold for any minute', () => {
  let now = 0
  const rates = createRates(() => now)
  const key = { name: 'a', sha256: '', perMinute: 2, tokensPerMinute: 100 }
  expect([rates.take(key), rates.take(key), rates.take(key)]).toEqual([undefined, undefined, 60_000])
  now = 59_999
  expect(rates.take(key)).toBe(1)
  now = 60_000
  expect(rates.take(key)).toBeUndefined()
  rates.addTokens('a', 60)
  now = 61_000
  rates.addTokens('a', 39)
  expect(rates.take(key)).toBeUndefined()
  now = 122_000
  expect(rates.take(key)).toBeUndefined()
  rates.addTokens('a', 100)
  expect(rates.take(key)).toBe(60_000)
  now = 181_999
  expect(rates.take(key)).toBe(1)
  now = 182_000
  expect(rates.take(key)).toBeUndefined()
})
