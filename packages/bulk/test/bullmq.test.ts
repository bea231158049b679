import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTabbyClient, TabbyRequestError } from '@tabby/core'
import { readAll } from '@tabby/emulator/testing'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { addBulkJobs, createBulkWorker, getBulkProgress, readBulkResults } from '../src/bullmq/index.js'
import type { BatchRequest } from '../src/index.js'
import { createFileStore } from '../src/node/index.js'
import { bundle } from './bundle.js'
import { serveScript } from './serve-script.js'
import { getFreePort, hasRedis } from './start-redis.js'
import { useQueue } from './use-queue.js'

const toRequests = (count: number): BatchRequest[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `row:${index}`,
    url: '/v1/chat/completions',
    body: { messages: [{ role: 'user', content: `${index}` }] },
    columns: { number: `${index}` },
  }))

if (!hasRedis) console.log('   BullMQ is NOT tested: there is no redis-server')

describe.runIf(hasRedis)('a queue', () => {
  const { openQueue, work, waitFor, getRedis } = useQueue()

  test('gets jobs once, and its results have columns and errors', async () => {
    const queue = openQueue()
    const requests = toRequests(12)
    expect(await addBulkJobs(queue, 'night', requests)).toBe(12)
    expect(await addBulkJobs(queue, 'night', requests)).toBe(12)
    expect(await addBulkJobs(queue, 'night2', requests.slice(0, 1))).toBe(1)
    expect(await getBulkProgress(queue, 'night')).toEqual({ done: 0, failed: 0, running: 0, waiting: 12 })
    const { client, seen } = await serveScript((content) => (content === '3' ? 422 : 200))
    work(client)
    await waitFor('night', { done: 11, failed: 1, running: 0, waiting: 0 })
    await waitFor('night2', { done: 1 })
    expect(seen).toHaveLength(13)
    await addBulkJobs(queue, 'night', requests)
    expect(await getBulkProgress(queue, 'night')).toMatchObject({ done: 11, waiting: 0 })
    const outcomes = await readAll(readBulkResults(queue, 'night'))
    expect(outcomes.map(({ id }) => id).sort()).toEqual(requests.map(({ id }) => id).sort())
    expect(outcomes.find(({ id }) => id === 'row:5')).toMatchObject({
      columns: { number: '5' },
      result: { object: 'chat.completion' },
    })
    expect(outcomes.find(({ id }) => id === 'row:3')?.error).toMatchObject({
      code: 'validation_error',
      message: 'POST /v1/chat/completions failed with 422: No',
    })
  })

  test('loses nothing while the server is away, has no model or asks for time, and no attempt', async () => {
    const queue = openQueue()
    const troubles = [
      { status: 429, headers: { 'retry-after': '0.1' } },
      { status: 503, body: { detail: 'No models are currently loaded.' } },
    ]
    const { client } = await serveScript(() => troubles.shift() ?? 200)
    const gone = createTabbyClient({ baseUrl: `http://127.0.0.1:${await getFreePort()}`, retry: false })
    await addBulkJobs(queue, 'run', toRequests(6))
    const away = work(gone)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await getBulkProgress(queue, 'run')).toMatchObject({ done: 0, failed: 0 })
    work(client, { concurrency: 1 })
    await waitFor('run', { done: 6, failed: 0 })
    await away.close()
    expect(await away.ended).toBeUndefined()
    const jobs = await queue.getJobs(['completed'])
    expect(jobs.map((job) => job?.attemptsMade)).toEqual(Array(6).fill(1))
  })

  test('loses no attempt to a server that is down behind a proxy, however many jobs find it down', async () => {
    const queue = openQueue()
    let isDown = true
    const { client, seen } = await serveScript(
      () => (isDown ? 502 : 200),
      () => {
        if (health.push(performance.now()) > 3) isDown = false
        return isDown ? 502 : 200
      },
    )
    const health: number[] = []
    await addBulkJobs(queue, 'run', toRequests(6))
    work(client, { concurrency: 2 })
    await waitFor('run', { done: 6, failed: 0 })
    const jobs = await queue.getJobs(['completed'])
    expect(jobs.map((job) => job?.attemptsMade)).toEqual(Array(6).fill(1))
    // The two that found it down, and nothing more while it was.
    expect(seen).toHaveLength(8)
  })

  test('gives a job up that breaks the connection while its server is well', async () => {
    const queue = openQueue()
    const { client, seen } = await serveScript((content) => (content === '0' ? 'break' : 200))
    await addBulkJobs(queue, 'run', toRequests(2))
    work(client)
    await vi.waitFor(
      async () => {
        // It waits a second, and then two.
        await queue.promoteJobs()
        expect(await getBulkProgress(queue, 'run')).toMatchObject({ done: 1, failed: 1 })
      },
      { timeout: 30_000, interval: 30 },
    )
    expect(seen.filter((content) => content === '0')).toHaveLength(3)
    const [failed] = (await readAll(readBulkResults(queue, 'run'))).filter(({ error }) => error)
    expect(failed).toMatchObject({ id: 'row:0', error: { code: 'connection_error' } })
  })

  test.each([
    ['add', new RangeError('with a result in it'), 'createBulkWorker: the store threw: RangeError'],
    ['has', new TabbyRequestError('The disk is full'), 'The disk is full'],
  ])('ends a worker whose store cannot %s, and its jobs have lost nothing', async (name, thrown, message) => {
    const queue = openQueue()
    const { client, seen } = await serveScript(() => 200)
    await addBulkJobs(queue, 'run', toRequests(9))
    const store = { has: () => false, add: async () => undefined, [name]: () => Promise.reject(thrown) }
    const { ended } = work(client, { store, concurrency: 2 })
    expect(await ended).toMatchObject({ code: 'request_refused', message })
    expect(await getBulkProgress(queue, 'run')).toEqual({ done: 0, failed: 0, running: 0, waiting: 9 })
    expect(seen.length).toBeLessThanOrEqual(2)
    const jobs = await queue.getJobs(['wait'])
    expect(jobs.map((job) => job?.attemptsMade)).toEqual(Array(9).fill(0))
  })

  test('takes no two jobs with one id, and no id that Redis would not keep', async () => {
    const queue = openQueue()
    const [one] = toRequests(1) as [BatchRequest]
    const message = 'addBulkJobs: job 2 has the id of an earlier job: row:0'
    await expect(addBulkJobs(queue, 'run', [one, one])).rejects.toMatchObject({ code: 'request_refused', message })
    await expect(addBulkJobs(queue, 'run', [{ ...one, id: '\uD800' }])).rejects.toThrow('well-formed text')
    await expect(addBulkJobs(queue, 'run', [{ ...one, id: '' }])).rejects.toThrow('job 1 has no id')
    expect(await getBulkProgress(queue, 'run')).toMatchObject({ waiting: 0 })
    for (const id of ['ä 1/2?#%:', '__proto__', '7']) await addBulkJobs(queue, 'run', [{ ...one, id }])
    const { client } = await serveScript(() => 200)
    work(client)
    await waitFor('run', { done: 3 })
    const ids = (await readAll(readBulkResults(queue, 'run'))).map(({ id }) => id)
    expect(ids.sort()).toEqual(['7', '__proto__', 'ä 1/2?#%:'])
  })

  test('in a Redis whose memory is full is refused with the reason, and can be added again', async () => {
    const queue = openQueue()
    const admin = new Redis(getRedis().url)
    onTestFinished(async () => {
      await admin.config('SET', 'maxmemory', '0')
      await admin.quit()
    })
    await admin.config('SET', 'maxmemory', '1')
    await expect(addBulkJobs(queue, 'run', toRequests(3))).rejects.toMatchObject({
      code: 'request_refused',
      message: expect.stringContaining('Redis refused the command (OOM): its memory is full'),
    })
    await admin.config('SET', 'maxmemory', '0')
    expect(await addBulkJobs(queue, 'run', toRequests(3))).toBe(3)
    expect(await getBulkProgress(queue, 'run')).toMatchObject({ waiting: 3 })
  })

  test('has no key in it, and a worker whose key is refused ends; others go on', async () => {
    const queue = openQueue()
    const { client, port } = await serveScript(() => 200)
    const { client: refusing } = await serveScript(() => 401)
    await addBulkJobs(queue, 'run', toRequests(3))
    const refused = work(refusing.extend({ apiKey: 'a-secret-key' }))
    expect(await refused.ended).toMatchObject({ code: 'authentication_error' })
    expect(await getBulkProgress(queue, 'run')).toMatchObject({ failed: 0, waiting: 3 })
    work(client.extend({ apiKey: 'a-secret-key' }))
    await waitFor('run', { done: 3 })
    const jobs = await queue.getJobs(['completed'])
    expect(JSON.stringify(jobs.map((job) => job?.toJSON()))).not.toMatch(new RegExp(`a-secret-key|${port}`))
  })

  test('keeps no results if the worker has a store', async () => {
    const queue = openQueue()
    const folder = await mkdtemp(join(tmpdir(), 'bulk-queue-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const store = await createFileStore<unknown>(join(folder, 'results.jsonl'))
    onTestFinished(() => store.close())
    const { client } = await serveScript(() => 200)
    await addBulkJobs(queue, 'run', toRequests(3))
    work(client, { store })
    await waitFor('run', { done: 3 })
    expect(store.size).toBe(3)
    expect((await readAll(readBulkResults(queue, 'run'))).map(({ result }) => result)).toEqual([null, null, null])
  })

  test('keeps no second result of a job that another worker has finished meanwhile', async () => {
    const queue = openQueue()
    const kept = new Set<string>()
    const added: string[] = []
    const store = {
      has: (id: string) => kept.has(id),
      add: ({ id }: { id: string }) => void added.push(id),
    }
    const { client } = await serveScript((content) => {
      if (content === '0') kept.add('row:0')
      return 200
    })
    await addBulkJobs(queue, 'run', toRequests(2))
    work(client, { store })
    await waitFor('run', { done: 2 })
    expect(added).toEqual(['row:1'])
  })

  test('loses no job when one of three workers is killed and Redis is started again in the middle', async () => {
    const queue = openQueue()
    const total = 120
    const { client, seen, port } = await serveScript(() => new Promise((resolve) => setTimeout(resolve, 20, 200)))
    await addBulkJobs(queue, 'run', toRequests(total))
    const program = await bundle(new URL('programs/worker.ts', import.meta.url), 'worker')
    const killed = fork(program, [queue.name, getRedis().url, `http://127.0.0.1:${port}`])
    onTestFinished(() => void killed.kill('SIGKILL'))
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(10), { timeout: 40_000 })
    work(client, { takeOver: 500 })
    work(client, { takeOver: 500 })
    killed.kill('SIGKILL')
    await getRedis().restart()
    await waitFor('run', { done: total, failed: 0 })
    const ids = (await readAll(readBulkResults(queue, 'run'))).map(({ id }) => id)
    expect(ids.sort()).toEqual(
      toRequests(total)
        .map(({ id }) => id)
        .sort(),
    )
    expect(new Set(seen).size).toBe(total)
  }, 90_000)

  test.each([['a-b'], [''], ['a:b']])('refuses the name of a run: %j', async (run) => {
    const queue = openQueue()
    await expect(addBulkJobs(queue, run, [])).rejects.toThrow('letters, digits and underscores')
    await expect(getBulkProgress(queue, run)).rejects.toThrow('letters, digits and underscores')
    await expect(readAll(readBulkResults(queue, run))).rejects.toThrow('letters, digits and underscores')
    const client = createTabbyClient()
    expect(() => createBulkWorker('a', client, { connection: getRedis().connection, concurrency: 0 })).toThrow(
      'concurrency',
    )
    for (const takeOver of [0, Number.NaN, 0.5]) {
      const options = { connection: getRedis().connection, concurrency: 1, takeOver }
      expect(() => createBulkWorker('a', client, options)).toThrow('takeOver must be a whole number of milliseconds')
    }
  })
})
