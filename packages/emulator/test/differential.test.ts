import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createEmulator } from '../src/index.js'
import type { EmulatorOptions } from '../src/index.js'
import { sendTo } from './live/exchange.js'
import { type Difference, findDifferences, type Search } from './live/find-differences.js'
import { toRequest } from './live/generate-cases.js'
import { isHarmless } from './live/harmless.js'
import { listValues } from './live/interesting-values.js'
import { keepState } from './live/keep-state.js'
import { lookClosely, lookLoosely } from './live/look-at-answer.js'

const keys = { api: 'tabby-api-key-0000000000000000', admin: 'tabby-admin-key-11111111111111' }
const world = JSON.parse(readFileSync(new URL('../worlds/recorded.json', import.meta.url), 'utf8'))
const limits: Search['limits'] = { keys, mayChange: true, mayBreak: true, unloadable: ['model', 'embedding'] }

async function createSide(options: EmulatorOptions = {}) {
  const speed = { tokensPerSecond: 0, prefillMilliseconds: 0, moduleMilliseconds: 0 }
  const settings = { ...options.settings, speed }
  const emulator = createEmulator({ world, journal: 5000, ...options, settings })
  const send = sendTo('http://emulator', emulator.fetch, 2000)
  const { text } = await send({ method: 'GET', path: '/openapi.json', headers: {} })
  return { emulator, side: await keepState(send, { keys }), document: JSON.parse(text) }
}

async function compare(options: EmulatorOptions, search: Partial<Search> = {}): Promise<Difference[]> {
  const [one, other] = [await createSide(), await createSide(options)]
  const usual = { document: one.document, limits, seed: 20_261_130, runs: 100, look: lookClosely }
  return findDifferences(one.side, other.side, { ...usual, ...search })
}

describe('the differential judge', () => {
  test('finds no difference between two emulators, and leaves them as they were', async () => {
    const [one, other] = [await createSide(), await createSide()]
    const usual = { document: one.document, seed: 20_261_130, limits }
    expect(await findDifferences(one.side, other.side, { ...usual, runs: 150, look: lookClosely })).toEqual([])
    expect(await findDifferences(one.side, other.side, { ...usual, runs: 40, look: lookLoosely })).toEqual([])
    expect([await one.side.listChanges(), await other.side.listChanges()]).toEqual([[], []])
    // It has been everywhere, and changed what it may.
    const paths = new Set(one.emulator.journal.map(({ method, path }) => `${method} ${path}`))
    expect(paths.size).toBeGreaterThan(40)
    expect(paths).toContain('POST /v1/sampling/override/switch')
  }, 60_000)

  test('changes nothing unless it may, and never downloads', async () => {
    const [one, other] = [await createSide(), await createSide()]
    const careful = { ...limits, mayChange: false, mayBreak: false }
    const search = { document: one.document, limits: careful, seed: 1, runs: 150, look: lookLoosely }
    expect(await findDifferences(one.side, other.side, search)).toEqual([])
    const sent = one.emulator.journal.map(({ method, path }) => `${method} ${path}`)
    expect(sent.filter((line) => /^P.*(?:load|switch|download)$/.test(line))).toEqual([])
    expect(one.emulator.healthIssues).toEqual([])
    const bodies = one.emulator.journal.filter(({ path }) => path.startsWith('/v1/c')).map(({ body }) => body ?? '')
    expect(bodies.length).toBeGreaterThan(40)
    const tokens = bodies.flatMap((body) => (/"max_tokens":(\d+)/.exec(body) ?? []).slice(1).map(Number))
    expect(Math.max(...tokens)).toBeLessThanOrEqual(2)
    const everything = await compare({}, { limits: { ...careful, mayChange: true }, runs: 40 })
    expect(everything).toEqual([])
  }, 60_000)

  test.each(['/v1/chat/completions', '/v1/completions'])(
    'sends no value of %s to a server of others that breaks a generation or makes a long one',
    async (path) => {
      const { emulator, side, document } = await createSide()
      const reference: string = document.paths[path].post.requestBody.content['application/json'].schema.$ref
      const { properties } = document.components.schemas[reference.split('/').at(-1) ?? '']
      for (const [name, schema] of Object.entries<any>(properties)) {
        for (const value of listValues(name, schema).filter((one) => isHarmless(name, one))) {
          const tried = { method: 'POST', path, headers: [], changes: [], fields: [[name, value] as const] }
          const { status, text } = await side.send(toRequest(tried, limits))
          expect([name, value, status, status === 503 || text.includes('"error"')]).toEqual([
            name,
            value,
            status,
            false,
          ])
          const said = JSON.parse(text.startsWith('{') ? text : '{}').choices ?? []
          for (const { text: words, message } of said) expect((words ?? message.content ?? '').length).toBeLessThan(40)
        }
      }
      expect(emulator.healthIssues).toEqual([])
    },
    60_000,
  )

  test('finds a planted difference, and reports the smallest request that shows it', async () => {
    const [difference, ...others] = await compare({
      faults: [{ path: '/v1/token/decode', effect: { kind: 'status', status: 418 } }],
    })
    expect(others).toEqual([])
    expect(difference?.request).toMatchObject({ path: '/v1/token/decode', method: 'POST', body: '{"tokens":[1,2]}' })
    expect(difference?.changes).toEqual([])
    expect(difference?.right).toContain('418')
  })

  test('finds a setting that shows in one field alone', async () => {
    const differences = await compare({ settings: { disableRequestStreaming: true } }, { runs: 100 })
    const fields = differences.map(({ request }) => Object.keys(JSON.parse(request.body ?? '{}')))
    expect(fields).toContainEqual(['messages', 'max_tokens', 'stream'])
    for (const names of fields) expect(names).toContain('stream')
  })

  test('finds what shows only after a change of state', async () => {
    const faults = [{ path: '/v1/sampling/override/switch', effect: { kind: 'status' as const, status: 500 } }]
    const differences = await compare({ faults }, { runs: 200 })
    expect(differences.length).toBeGreaterThan(0)
    for (const { changes } of differences)
      expect(changes.map(({ path }) => path)).toContain('/v1/sampling/override/switch')
    expect(Math.min(...differences.map(({ changes }) => changes.length))).toBe(1)
  }, 60_000)
})
