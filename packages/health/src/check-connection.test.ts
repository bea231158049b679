import { createTabbyClient, type TabbyClientOptions } from '@tabby/core'
import { createDemoWorld, createEmulator, type EmulatorOptions } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { type Answer, getRecording } from '@tabby/emulator/testing'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { answers, closedUrl, page, serveInTurn } from '../test/answers.js'
import { checkConnection } from './check-connection.js'

const apiKey = 'api-key-for-tests'
const adminKey = 'admin-key-for-tests'
const keys = { api: [apiKey], admin: [adminKey] }

async function serve(options: EmulatorOptions = {}) {
  const server = await listen(createEmulator({ keys, ...options }))
  onTestFinished(() => server.close())
  return server.url
}

const check = (baseUrl: string, options: TabbyClientOptions = { apiKey }, timeout?: number) =>
  checkConnection(createTabbyClient({ baseUrl, ...options }), { timeout })

const codesOf = ({ problems }: { problems: { code: string }[] }) => problems.map(({ code }) => code)

const toRefusal = (body: unknown, status = 401): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: [JSON.stringify(body)],
})

const { response } = getRecording('get_.well-known_serviceinfo__noauth')
const tabby: Answer = { ...response, body: [response.body] }

test('a connection that works has no problems, and tells model, permission and version', async () => {
  const report = await check(await serve(), { apiKey, adminKey })
  expect(report).toMatchObject({ ok: true, problems: [], software: 'TabbyAPI', apiVersion: 1 })
  expect(report).toMatchObject({ permission: 'admin', model: 'demo-8b-exl3' })
})

describe('nobody answers', () => {
  test('at a closed port', async () => {
    const report = await check(closedUrl)
    expect(report).toMatchObject({ ok: false, problems: [{ code: 'unreachable', severity: 'error' }] })
    expect(report.problems[0]!.message).toContain('ECONNREFUSED')
    expect(report.problems[0]!.advice).toContain('network.host')
  })

  test('in time', async () => {
    const server = await serveInTurn(answers.silence)
    expect(codesOf(await check(server.url, { apiKey }, 60))).toEqual(['timeout'])
    expect(server.requests).toHaveLength(1)
  })

  test('any more, in time: it is asked no third time', async () => {
    const server = await serveInTurn(tabby, answers.silence)
    expect(codesOf(await check(server.url, { apiKey }, 600))).toEqual(['timeout'])
    expect(server.requests).toHaveLength(2)
  })

  test('after the first question', async () => {
    const server = await serveInTurn(tabby, answers.healthy, { end: 'destroy', body: [] })
    expect(codesOf(await check(server.url))).toEqual(['unreachable'])
    expect(server.requests).toHaveLength(3)
  })
})

describe('another program answers', () => {
  test.each<[string, string, Answer]>([
    ['with a page', 'other_program', page(200)],
    ['with JSON of its own', 'other_program', answers.otherProgram],
    ['with not found', 'other_program', page(404)],
    ['as a gateway whose server is down', 'gateway', page(502)],
    ['as a gateway that lets nobody in', 'gateway', page(403)],
    ['as a gateway that wants somebody to log in', 'gateway', page(401)],
    ['as a gateway with words like the server', 'gateway', toRefusal({ message: 'No API key found in request' })],
    ['as a gateway with an error object', 'gateway', toRefusal({ error: { message: 'Incorrect API key provided' } })],
    ['as a gateway with nothing to say', 'gateway', toRefusal('')],
    ['as a gateway that sends people to a login', 'gateway', { ...page(302), headers: { location: '/login' } }],
    ['with null', 'other_program', toRefusal(null, 200)],
    ['with a list', 'other_program', toRefusal([], 200)],
    ['with nothing', 'other_program', { status: 204, body: [] }],
    ['as a gateway that wants a token', 'gateway', { status: 401, body: ['{"detail":"Please provide a token"}'] }],
  ])('%s: %s', async (_title, code, answer) => {
    const server = await serveInTurn(answer)
    expect(await check(server.url)).toMatchObject({ ok: false, problems: [{ code, severity: 'error' }] })
    expect(server.requests).toHaveLength(1)
  })

  test('with the same page under its own name, as KoboldCpp does', async () => {
    const body = [response.body.replace('"name":"TabbyAPI"', '"name":"KoboldCpp"')]
    const report = await check((await serveInTurn({ ...response, body })).url)
    expect(report).toMatchObject({ ok: false, software: 'KoboldCpp', problems: [{ code: 'other_program' }] })
    expect(report.problems[0]!.message).toMatch(/is KoboldCpp and not TabbyAPI$/)
  })

  test('below a path, with not found', async () => {
    const server = await serveInTurn(page(404))
    expect(codesOf(await check(`${server.url}/tabby`))).toEqual(['wrong_path'])
  })

  test('and TabbyAPI is found without the path of the address', async () => {
    const url = (await serve()).replace(/\/$/, '')
    const report = await check(`${url}/api`)
    expect(codesOf(report)).toEqual(['wrong_path'])
    expect(report.problems[0]!.advice).toBe(`TabbyAPI responds at ${url}: leave out /api.`)
  })
})

describe('keys', () => {
  test('a missing one and a wrong one are told apart, and the key is in no word', async () => {
    const url = await serve()
    const missing = await check(url, {})
    expect(missing).toMatchObject({ ok: false, problems: [{ code: 'key_missing' }] })
    expect(missing.permission).toBeUndefined()
    const wrong = await check(url, { apiKey: 'a-wrong-key' })
    expect(wrong).toMatchObject({ ok: false, problems: [{ code: 'key_wrong' }], software: 'TabbyAPI' })
    expect(JSON.stringify(wrong)).not.toContain('a-wrong-key')
  })

  test('a wrong admin key beside a good api key is a warning', async () => {
    const report = await check(await serve(), { apiKey, adminKey: 'a-wrong-key' })
    expect(report).toMatchObject({ ok: true, model: 'demo-8b-exl3' })
    expect(report.problems).toMatchObject([{ code: 'admin_key_wrong', severity: 'warning' }])
  })

  test('an api key in the place of the admin key is a warning, and hooks see no request of it', async () => {
    const url = await serve()
    for (const options of [{ apiKey, adminKey: apiKey }, { adminKey: apiKey }, { adminKey: async () => apiKey }]) {
      const paths: string[] = []
      const report = await check(url, { ...options, onRequest: ({ path }) => void paths.push(path) })
      expect(report).toMatchObject({ ok: true, permission: 'api', model: 'demo-8b-exl3' })
      expect(report.problems).toMatchObject([{ code: 'admin_key_wrong', severity: 'warning' }])
      expect(report.problems[0]!.advice).toContain('give it to the client as apiKey')
      expect(JSON.stringify(report)).not.toContain(apiKey)
      expect(paths).toEqual(['/.well-known/serviceinfo', '/health', '/v1/model', '/v1/auth/permission'])
    }
  })

  test('no admin key at all is no problem', async () => {
    expect(await check(await serve(), { apiKey })).toMatchObject({ ok: true, problems: [], permission: 'api' })
    expect(await check(await serve(), { bearerToken: apiKey })).toMatchObject({ ok: true, problems: [] })
  })

  test('one that cannot be sent is a wrong one', async () => {
    expect(codesOf(await check(await serve(), { apiKey: 'two\nlines' }))).toEqual(['key_wrong'])
  })
})

describe('the server', () => {
  test('without a model is told apart from a key that is wrong', async () => {
    const report = await check(await serve({ world: { ...createDemoWorld(), loaded: {} } }))
    expect(report).toMatchObject({ ok: false, permission: 'api' })
    expect(report.model).toBeUndefined()
    expect(codesOf(report)).toEqual(['no_model'])
  })

  test('that is unhealthy may work: a warning with the last thing that went wrong', async () => {
    const card = { headers: { 'content-type': 'application/json' }, body: ['{"id":"a","permission":"api"}'] }
    const server = await serveInTurn(tabby, answers.unhealthy, card)
    const report = await check(server.url)
    expect(report).toMatchObject({ ok: true, model: 'a', permission: 'api' })
    expect(report.problems).toMatchObject([{ code: 'unhealthy', severity: 'warning' }])
    const issues = JSON.parse(getRecording('health_after_generation_error').response.body).issues
    expect(report.problems[0]!.message).toContain(issues.at(-1).description)
  })

  test('that has several problems tells all of them', async () => {
    const server = await serveInTurn(tabby, answers.unhealthy, answers.noModel, page(502))
    expect(codesOf(await check(server.url))).toEqual(['unhealthy', 'no_model', 'gateway'])
  })
})

describe('foreign responses after the first question are a problem and never pass for an answer', () => {
  test.each([
    ['null', toRefusal(null, 200)],
    ['a list', toRefusal([], 200)],
    ['an empty object', toRefusal({}, 200)],
    ['a name that is no text', toRefusal({ id: { a: 1 } }, 200)],
    ['nothing', { status: 204, body: [] }],
    ['a page', page(200)],
  ])('%s in place of the model', async (_name, answer) => {
    const report = await check((await serveInTurn(tabby, answers.healthy, answer)).url)
    expect(report.ok).toBe(false)
    expect(report.model).toBeUndefined()
    expect(codesOf(report)[0]).toBe('other_program')
  })
})

describe('in a browser', () => {
  afterEach(() => vi.unstubAllGlobals())
  const fetch = () => Promise.reject(new TypeError('Failed to fetch'))

  test('an answer that may not be read is told apart from an address that nobody answers at', async () => {
    vi.stubGlobal('location', new URL('https://page.example/'))
    const hidden = await check(await serve(), { apiKey, fetch })
    expect(codesOf(hidden)).toEqual(['cors'])
    expect(hidden.problems[0]!.advice).toContain('x-api-key')
    const closed = await check(closedUrl, { apiKey, fetch })
    expect(codesOf(closed)).toEqual(['unreachable'])
  })

  test('outside of one there is no such problem', async () => {
    expect(codesOf(await check(await serve(), { apiKey, fetch }))).toEqual(['unreachable'])
  })
})

test('an abort ends it with its reason', async () => {
  const server = await serveInTurn(answers.silence)
  const controller = new AbortController()
  const reason = new Error('enough')
  setTimeout(() => controller.abort(reason), 30)
  const client = createTabbyClient({ baseUrl: server.url })
  await expect(checkConnection(client, { signal: controller.signal })).rejects.toBe(reason)
})
