import { setTimeout as sleep } from 'node:timers/promises'
import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { createMemory, toJobs } from '../test/create-memory.js'
import { type BulkJob, type BulkProgress, runBulk } from './index.js'

describe('jobs', () => {
  test('run so many at a time, and are yielded when they are stored', async () => {
    let running = 0
    let most = 0
    const memory = createMemory()
    const run = async ({ id }: BulkJob) => {
      most = Math.max(most, ++running)
      await sleep(1)
      running--
      return id.toUpperCase()
    }
    for await (const { id, result } of runBulk(toJobs(20), { run, concurrency: 3, store: memory.store })) {
      expect(memory.ids()).toContain(id)
      expect(result).toBe(id.toUpperCase())
    }
    expect(memory.ids().sort()).toEqual(
      toJobs(20)
        .map(({ id }) => id)
        .sort(),
    )
    expect(most).toBe(3)
  })

  test('that are finished are not run, and are counted', async () => {
    const ran: string[] = []
    const progress: BulkProgress[] = []
    const run = async ({ id }: BulkJob) => void ran.push(id)
    const { store } = createMemory(['job-0', 'job-2', 'job-3'])
    await readAll(runBulk(toJobs(4), { run, concurrency: 1, store, onProgress: (each) => void progress.push(each) }))
    expect(ran).toEqual(['job-1'])
    expect(progress.at(-1)).toEqual({ done: 1, failed: 0, skipped: 3, running: 0, waitingFor: undefined })
  })

  test('carry their columns to the outcome', async () => {
    const jobs = [{ id: 'a', columns: { city: 'Graz' } }, { id: 'b' }]
    const run = async ({ id }: BulkJob) => id
    const outcomes = await readAll(runBulk(jobs, { run, concurrency: 1, store: createMemory().store }))
    expect(outcomes).toEqual([
      { id: 'a', result: 'a', columns: { city: 'Graz' } },
      { id: 'b', result: 'b' },
    ])
  })

  test('are read only when they can start, and while somebody reads the results', async () => {
    let read = 0
    async function* generate() {
      for (;;) yield { id: `job-${read++}` }
    }
    const outcomes = runBulk(generate(), { run: async () => 'x', concurrency: 2, store: createMemory().store })
    await outcomes.next()
    await sleep(30)
    // Two that run, 256 that wait to be read, and one that was read.
    expect(read).toBeGreaterThan(250)
    expect(read).toBeLessThanOrEqual(260)
    await outcomes.return()
    const before = read
    await sleep(5)
    expect(read).toBe(before)
  })

  test('end the input and what runs when the loop is left', async () => {
    let isClosed = false
    const aborted: string[] = []
    function* generate() {
      try {
        yield* toJobs(10)
      } finally {
        isClosed = true
      }
    }
    const run = ({ id }: BulkJob, { signal }: { signal: AbortSignal }) =>
      id === 'job-0'
        ? sleep(3, 'first')
        : new Promise<string>((_, reject) => {
            signal.addEventListener('abort', () => {
              aborted.push(id)
              reject(signal.reason)
            })
          })
    for await (const { id } of runBulk(generate(), { run, concurrency: 3, store: createMemory().store })) {
      expect(id).toBe('job-0')
      break
    }
    expect(isClosed).toBe(true)
    expect(aborted.length).toBeGreaterThanOrEqual(2)
  })

  test('with the same id are refused when the second is met, after what runs has ended', async () => {
    const memory = createMemory()
    const jobs = [...toJobs(3), { id: 'job-1' }, { id: 'never' }]
    const outcomes = runBulk(jobs, { run: async () => sleep(2), concurrency: 2, store: memory.store })
    await expect(readAll(outcomes)).rejects.toThrow('runBulk: job 4 has the id of an earlier job: job-1')
    expect(memory.ids().sort()).toEqual(['job-0', 'job-1', 'job-2'])
  })

  test.each([[{}], [{ id: '' }], [{ id: 7 }], [null]])('without an id are refused: %j', async (job) => {
    const outcomes = runBulk([job as BulkJob], { run: async () => 1, concurrency: 1, store: createMemory().store })
    await expect(readAll(outcomes)).rejects.toThrow('job 1 has no id')
  })
})

describe('options', () => {
  const { store } = createMemory()
  const run = async () => 1
  test.each([
    ['run', { concurrency: 1, store }, 'run must be a function'],
    ['concurrency 0', { run, concurrency: 0, store }, 'concurrency must be a whole number, 1 or greater'],
    ['concurrency 1.5', { run, concurrency: 1.5, store }, 'concurrency must be'],
    ['store', { run, concurrency: 1 }, 'store must have the functions has and add'],
    ['maxErrors', { run, concurrency: 1, store, maxErrors: -1 }, 'maxErrors must be a whole number, 0 or greater'],
    ['onProgress', { run, concurrency: 1, store, onProgress: 1 }, 'onProgress must be a function'],
    ['none', undefined, 'the options must be an object'],
  ])('are refused by name: %s', (_, options, message) => {
    expect(() => runBulk([], options as any)).toThrow(message)
  })

  test('jobs that are no iterable are refused', () => {
    expect(() => runBulk('abc' as any, { run, concurrency: 1, store })).toThrow('runBulk: the jobs must be an iterable')
  })
})

describe('the signal', () => {
  test('ends the run at once with its reason, and what runs', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    let aborted = 0
    const run = (_: BulkJob, { signal }: { signal: AbortSignal }) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted++
          reject(signal.reason)
        })
      })
    const outcomes = runBulk(toJobs(9), { run, concurrency: 4, store: createMemory().store, signal: controller.signal })
    const read = readAll(outcomes)
    setTimeout(() => controller.abort(reason), 2)
    await expect(read).rejects.toBe(reason)
    expect(aborted).toBe(4)
  })

  test('that was aborted before runs nothing', async () => {
    const run = () => expect.unreachable()
    const options = { run, concurrency: 1, store: createMemory().store, signal: AbortSignal.abort('no') }
    await expect(readAll(runBulk(toJobs(1), options))).rejects.toBe('no')
  })
})
