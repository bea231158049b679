import { setTimeout as sleep } from 'node:timers/promises'
import { createChatCompletion } from '@tabby/chat'
import { TabbyConnectionError, TabbyError, TabbyRequestError } from '@tabby/core'
import { getRecording, readAll } from '@tabby/emulator/testing'
import { checkAnsweredModel } from '@tabby/models'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type BulkJob, type BulkProgress, runBulk } from '../src/index.js'
import { createMemory, toJobs } from './create-memory.js'
import { serveScript } from './serve-script.js'

/** On the timers of the test, unlike those of `node:timers/promises`. */
const sleepOrSkip = (time: number) => time > 0 && new Promise((resolve) => setTimeout(resolve, time))

describe('a failure', () => {
  test('of the job is its outcome, and the run goes on', async () => {
    const { run } = await serveScript((content) => (content === 'job-1' ? 422 : 200))
    const memory = createMemory()
    await readAll(runBulk(toJobs(3), { run, concurrency: 1, store: memory.store }))
    expect(memory.outcomes.map(({ error }) => error?.code)).toEqual([undefined, 'validation_error', undefined])
  })

  test('that is not of this family is one of the job, with the thrown value as its cause', async () => {
    const thrown = new RangeError('with the prompt in it')
    const run = () => Promise.reject(thrown)
    const [outcome] = await readAll(runBulk(toJobs(1), { run, concurrency: 1, store: createMemory().store }))
    expect(outcome?.error).toBeInstanceOf(TabbyError)
    expect(outcome?.error).toMatchObject({ code: 'tool_failed', cause: thrown })
    expect(outcome?.error?.message).toBe('The run function of the job threw: RangeError')
  })

  test.each([
    [401, 'authentication_error'],
    [403, 'permission_error'],
    [404, 'not_found'],
  ])('with the status %i ends the run, and the job is run the next time', async (status, code) => {
    const { run, seen } = await serveScript((content) => (content === 'job-1' ? status : 200))
    const memory = createMemory()
    const outcomes = runBulk(toJobs(5), { run, concurrency: 1, store: memory.store })
    await expect(readAll(outcomes)).rejects.toMatchObject({ code })
    expect(memory.ids()).toEqual(['job-0'])
    expect(seen).toEqual(['job-0', 'job-1'])
  })

  test('of a pool whose servers have another model ends the run', async () => {
    const refusal = new TabbyRequestError('No server has it', { reason: 'unknown-model' })
    const run = () => Promise.reject(refusal)
    await expect(readAll(runBulk(toJobs(2), { run, concurrency: 1, store: createMemory().store }))).rejects.toBe(
      refusal,
    )
  })

  test('of another model than the one that is named ends the run', async () => {
    const { client } = await serveScript(() => 200)
    const run = ({ id }: BulkJob) =>
      createChatCompletion(
        client,
        { model: 'mine', messages: [{ role: 'user', content: id }] },
        { verify: checkAnsweredModel },
      )
    const outcomes = runBulk(toJobs(2), { run, concurrency: 1, store: createMemory().store })
    await expect(readAll(outcomes)).rejects.toThrow('Expected model mine, but m answered')
  })

  test('of a generation is tried once more, and then kept', async () => {
    const failed = { status: 503, body: { detail: 'Chat completion aborted.' } }
    const { run, seen } = await serveScript((content, number) => (content === 'job-0' || number < 2 ? failed : 200))
    const memory = createMemory()
    await readAll(runBulk(toJobs(2), { run, concurrency: 1, store: memory.store }))
    expect(seen.filter((id) => id === 'job-0')).toHaveLength(2)
    expect(memory.outcomes.map(({ id, error }) => [id, error?.code]).sort()).toEqual([
      ['job-0', 'generation_failed'],
      ['job-1', undefined],
    ])
  })

  test.each([
    [0, ['job-0']],
    [2, ['job-0', 'job-1', 'job-2']],
  ])('is one of at most %i: one more ends the run, when it is stored', async (maxErrors, stored) => {
    const { run } = await serveScript(() => 422)
    const memory = createMemory()
    const { add } = memory.store
    // A disk that is slower than the server.
    memory.store.add = (outcome) => sleep(30).then(() => add(outcome))
    const outcomes = runBulk(toJobs(9), { run, concurrency: 1, store: memory.store, maxErrors })
    await expect(readAll(outcomes)).rejects.toMatchObject({
      code: 'request_refused',
      message: expect.stringContaining(`${stored.length} jobs failed, the last one: POST /v1/chat/completions failed`),
    })
    expect(memory.ids()).toEqual(stored)
  })

  test('of the store ends the run at once', async () => {
    const refusal = new TabbyError('request_refused', 'full')
    const store = { has: () => false, add: () => Promise.reject(refusal) }
    await expect(readAll(runBulk(toJobs(3), { run: async () => 1, concurrency: 1, store }))).rejects.toBe(refusal)
  })

  test('of the input or of onProgress ends the run with what was thrown', async () => {
    const thrown = new Error('mine')
    function* generate() {
      yield* toJobs(2)
      throw thrown
    }
    const memory = createMemory()
    const options = { run: async () => 1, concurrency: 1, store: memory.store }
    await expect(readAll(runBulk(generate(), options))).rejects.toBe(thrown)
    expect(memory.ids()).toEqual(['job-0', 'job-1'])
    const onProgress = () => {
      throw thrown
    }
    await expect(readAll(runBulk(toJobs(2), { ...options, onProgress }))).rejects.toBe(thrown)
  })
})

describe('a server', () => {
  test('that has no model is waited for: one job at a time tries it, and none has failed', async () => {
    let isLoaded = false
    let atOnce = 0
    let most = 0
    const none = getRecording('nomodel_get_v1_model__api')
    const { run, seen } = await serveScript(async () => {
      most = Math.max(most, ++atOnce)
      await sleep(5)
      atOnce--
      return isLoaded ? 200 : { status: 503, body: JSON.parse(none.response.body as string) }
    })
    const progress: BulkProgress[] = []
    const memory = createMemory()
    const read = readAll(
      runBulk(toJobs(12), { run, concurrency: 4, store: memory.store, onProgress: (each) => void progress.push(each) }),
    )
    // The first four find no model; of those that try it later, there is one at a time.
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(4))
    most = 0
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(6), { timeout: 5000 })
    expect(most).toBe(1)
    expect(progress.at(-1)).toMatchObject({ done: 0, failed: 0, waitingFor: { code: 'no_model_loaded' } })
    isLoaded = true
    await expect(read).resolves.toHaveLength(12)
    expect(memory.outcomes.filter(({ error }) => error)).toEqual([])
    expect(progress.at(-1)).toEqual({ done: 12, failed: 0, skipped: 0, running: 0, waitingFor: undefined })
    expect(most).toBeGreaterThan(1)
  })

  test('that names a time is left alone until then', async () => {
    const times: number[] = []
    const { run } = await serveScript((_, number) => {
      times.push(performance.now())
      return number === 1 ? { status: 429, headers: { 'retry-after': '0.2' } } : 200
    })
    await readAll(runBulk(toJobs(1), { run, concurrency: 1, store: createMemory().store }))
    expect(times[1]! - times[0]!).toBeGreaterThan(195)
  })

  test('that dies and returns costs no job', async () => {
    let isDead = false
    const { run, server, port, seen } = await serveScript(() => (isDead ? 'break' : 200))
    const memory = createMemory()
    const outcomes = runBulk(toJobs(60), { run, concurrency: 6, store: memory.store })
    await outcomes.next()
    isDead = true
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    setTimeout(() => {
      isDead = false
      server.listen(port, '127.0.0.1')
    }, 100)
    await readAll(outcomes)
    expect(memory.outcomes.filter(({ error }) => error)).toEqual([])
    expect(new Set(memory.ids()).size).toBe(60)
    expect(memory.ids()).toHaveLength(60)
    expect(seen.length).toBeGreaterThanOrEqual(60)
  })

  test('that is down behind a proxy costs no job, however often a job finds it down', async () => {
    // nginx answers a bare 502 then, which is also what it answers when the server dies in the middle.
    const { run } = await serveScript((_, number) => (number <= 3 ? 502 : 200))
    const outcomes = await readAll(runBulk(toJobs(1), { run, concurrency: 1, store: createMemory().store }))
    expect(outcomes).toMatchObject([{ id: 'job-0', result: {} }])
  })

  test.each([
    ['that breaks each connection at once costs no job, however long it is away', 0, 40, undefined],
    [
      'that one job breaks after a while, and is alone with it, is given up after ten times',
      1000,
      10,
      'connection_error',
    ],
  ])('%s', async (_, time, breaks, code) => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    let tries = 0
    const run = async () => {
      await sleepOrSkip(time)
      if (tries++ < breaks) throw new TabbyConnectionError('It broke', { reason: 'ECONNRESET' })
    }
    const read = readAll(runBulk(toJobs(1), { run, concurrency: 1, store: createMemory().store }))
    await vi.advanceTimersByTimeAsync(40 * 31_000)
    expect((await read).map(({ error }) => error?.code)).toEqual([code])
    expect(tries).toBe(code ? breaks : breaks + 1)
  })

  test('whose network is away is waited for as one that refuses connections', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    let tries = 0
    const run = async () => {
      await sleepOrSkip(1000)
      const reason = ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'EMFILE'][tries++ % 6]
      if (tries <= 36) throw new TabbyConnectionError('It is away', { reason })
    }
    const read = readAll(runBulk(toJobs(1), { run, concurrency: 1, store: createMemory().store }))
    await vi.advanceTimersByTimeAsync(40 * 31_000)
    expect((await read).map(({ error }) => error?.code)).toEqual([undefined])
  })

  test('that one job kills each time loses that job alone, and the third time it runs alone', async () => {
    let running = 0
    const beside: number[] = []
    const { run, seen } = await serveScript(async (content) => {
      running++
      // The last job takes so long that the one that kills could run beside it.
      await sleep(content === 'job-39' ? 60 : 3)
      running--
      if (content !== 'job-5') return 200
      beside.push(running)
      return 'break'
    })
    const memory = createMemory()
    await readAll(runBulk(toJobs(40), { run, concurrency: 4, store: memory.store }))
    const failed = memory.outcomes.filter(({ error }) => error)
    expect(failed.map(({ id, error }) => [id, error?.code])).toEqual([['job-5', 'connection_error']])
    expect(seen.filter((id) => id === 'job-5')).toHaveLength(3)
    expect(beside.at(-1)).toBe(0)
    expect(memory.ids()).toHaveLength(40)
  })
})
