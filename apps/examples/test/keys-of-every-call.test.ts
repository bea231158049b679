import { createTabbyClient, isTabbyError, type TabbyAccess, type TabbyClientOptions } from '@tabby/core'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { expect, onTestFinished, test } from 'vitest'
import { endpointCalls } from './endpoint-calls.js'

const api = 'the-api-key'
const admin = 'the-admin-key'
const authorization = (token: string) => ({ authorization: `Bearer ${token}` })
const asApi = (key: string) => ({ 'x-api-key': key })
const asAdmin = (key: string) => ({ 'x-admin-key': key })
const nothing = {}

/** What a client sends to each kind of endpoint, and to which of them its keys open the door. */
interface Configuration {
  readonly options: () => TabbyClientOptions
  readonly sent: Record<TabbyAccess, Record<string, string>>
  readonly opens: readonly TabbyAccess[]
  /** How many requests a call costs where a key is wanted; default 1. */
  readonly requests?: number
}

/** A key function that gives a stale key when it is asked first, as after a rotation. */
function rotate(key: string) {
  let asked = 0
  return async () => (asked++ === 0 ? 'a-stale-key' : key)
}

const same = (headers: Record<string, string>) => ({ none: headers, api: headers, list: headers, admin: headers })
const all = ['none', 'api', 'list', 'admin'] as const
const both = { none: nothing, api: asApi(api), list: asApi(admin), admin: asAdmin(admin) }
const configurations: Record<string, Configuration> = {
  'no key': { options: () => ({}), sent: same(nothing), opens: ['none'] },
  'an api key': {
    options: () => ({ apiKey: api }),
    sent: { none: nothing, api: asApi(api), list: asApi(api), admin: nothing },
    opens: ['none', 'api', 'list'],
  },
  'an admin key': {
    options: () => ({ adminKey: admin }),
    sent: { none: nothing, api: asApi(admin), list: asApi(admin), admin: asAdmin(admin) },
    opens: all,
  },
  'both keys': { options: () => ({ apiKey: api, adminKey: admin }), sent: both, opens: all },
  'the admin key as bearer token': {
    options: () => ({ bearerToken: admin }),
    sent: same(authorization(admin)),
    opens: all,
  },
  'the api key as bearer token': {
    options: () => ({ bearerToken: api }),
    sent: same(authorization(api)),
    opens: ['none', 'api', 'list'],
  },
  'the admin key as bearer token and an api key': {
    options: () => ({ bearerToken: admin, apiKey: api }),
    sent: {
      ...same(authorization(admin)),
      api: { ...authorization(admin), ...asApi(api) },
      list: { ...authorization(admin), ...asApi(api) },
    },
    opens: all,
  },
  "a gateway's bearer token and both keys": {
    options: () => ({ bearerToken: 'of-a-gateway', apiKey: api, adminKey: admin }),
    sent: {
      none: authorization('of-a-gateway'),
      api: { ...authorization('of-a-gateway'), ...asApi(api) },
      list: { ...authorization('of-a-gateway'), ...asApi(admin) },
      admin: { ...authorization('of-a-gateway'), ...asAdmin(admin) },
    },
    opens: all,
  },
  'functions for both keys, which were rotated': {
    options: () => ({ apiKey: rotate(api), adminKey: rotate(admin) }),
    sent: both,
    opens: all,
    requests: 2,
  },
}

const keyHeaders = ['authorization', 'x-admin-key', 'x-api-key']

for (const [title, { options, sent, opens, requests = 1 }] of Object.entries(configurations)) {
  test.each(Object.entries(endpointCalls))(`%s with ${title}`, async (_, { run, access, prepare }) => {
    const emulator = createEmulator({ keys: { api: [api], admin: [admin] }, journal: 10 })
    const server = await listen(emulator)
    onTestFinished(() => server.close())
    await prepare?.(createTabbyClient({ baseUrl: server.url, adminKey: admin }))
    const earlier = emulator.journal.length

    const error = await run(createTabbyClient({ baseUrl: server.url, ...options() })).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    const isOpen = opens.includes(access)
    expect(isTabbyError(error) ? error.message : error).toEqual(isOpen ? undefined : expect.stringContaining('401'))
    if (!isOpen) expect(error).toMatchObject({ code: 'authentication_error' })
    if (!isOpen && access === 'admin') expect(error).toMatchObject({ message: expect.stringMatching(/no adminKey/) })

    const arrived = emulator.journal.slice(earlier)
    expect(arrived).toHaveLength(access === 'none' ? 1 : requests)
    const { headers } = arrived.at(-1)!
    const keys = Object.entries(headers).filter(([name]) => keyHeaders.includes(name))
    expect(Object.fromEntries(keys)).toEqual(sent[access])
  })
}

test('the calls above are all endpoints that the server describes, but for aliases and those of Kobold', async () => {
  const called = new Set<string>()
  for (const { run, prepare } of Object.values(endpointCalls)) {
    const emulator = createEmulator({ journal: 10 })
    const client = createTabbyClient({ fetch: emulator.fetch })
    await prepare?.(client)
    await run(client)
    for (const { path } of emulator.journal) called.add(path)
  }
  const description = await createEmulator().fetch('http://emulator/openapi.json')
  const { paths } = (await description.json()) as { paths: object }
  expect(Object.keys(paths).filter((path) => !called.has(path) && !path.startsWith('/api/'))).toEqual([
    '/v1/model/list',
    '/v1/lora/list',
    '/v1/template/list',
    '/v1/sampling/override/list',
  ])
})
