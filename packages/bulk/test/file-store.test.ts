import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TabbyApiError, TabbyConnectionError, type AnyTabbyError } from '@tabby/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFileStore } from '../src/node/index.js'
import { bundle } from './bundle.js'

let folder: string
let count = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'bulk-store-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))
const newPath = () => join(folder, `results-${count++}.jsonl`)
const readLines = async (path: string) =>
  (await readFile(path, 'utf8')).split('\n').map((line) => (line === '' ? line : JSON.parse(line)))

const refused = new TabbyApiError('validation_error', 'It was refused', {
  status: 422,
  detail: '',
  issues: [],
  retryAfter: undefined,
}) as AnyTabbyError
const broken = new TabbyConnectionError('It broke', { reason: undefined })

describe('a file', () => {
  test('has a line for each job, as the output of a batch of OpenAI has', async () => {
    const path = newPath()
    const store = await createFileStore(path)
    await store.add({ id: 'a', result: { text: 'ä\n' }, columns: { city: 'Graz' } })
    await Promise.all([store.add({ id: 'b', error: refused }), store.add({ id: 'c', error: broken })])
    await store.add({ id: 'd', result: { vector: new Float32Array([0.5, 1]) } })
    await store.add({ id: 'e', result: undefined })
    await store.close()
    expect(await readLines(path)).toEqual([
      {
        id: 'batch_req_a',
        custom_id: 'a',
        response: { status_code: 200, body: { text: 'ä\n' } },
        error: null,
        columns: { city: 'Graz' },
      },
      {
        id: 'batch_req_b',
        custom_id: 'b',
        response: { status_code: 422, body: { error: { code: 'validation_error', message: 'It was refused' } } },
        error: { code: 'validation_error', message: 'It was refused' },
      },
      {
        id: 'batch_req_c',
        custom_id: 'c',
        response: null,
        error: { code: 'connection_error', message: 'It broke' },
      },
      { id: 'batch_req_d', custom_id: 'd', response: { status_code: 200, body: { vector: [0.5, 1] } }, error: null },
      { id: 'batch_req_e', custom_id: 'e', response: { status_code: 200, body: null }, error: null },
      '',
    ])
  })

  test('is known when it is opened again, with its failed jobs, or without them', async () => {
    const path = newPath()
    {
      await using store = await createFileStore(path)
      expect([store.size, store.failed, store.has('a')]).toEqual([0, 0, false])
      await Promise.all([store.add({ id: 'a', result: 1 }), store.add({ id: 'b', error: refused })])
      expect([store.size, store.failed, store.has('b')]).toEqual([2, 1, true])
    }
    {
      await using store = await createFileStore(path)
      expect([store.size, store.failed, store.has('a'), store.has('b'), store.has('c')]).toEqual([
        2,
        1,
        true,
        true,
        false,
      ])
    }
    await using store = await createFileStore(path, { retryFailed: true })
    expect([store.size, store.failed, store.has('a'), store.has('b')]).toEqual([1, 0, true, false])
    await store.add({ id: 'b', result: 2 })
    await store.close()
    expect((await readLines(path)).map((line) => line.custom_id)).toEqual(['a', 'b', undefined])
  })

  test('of any size is read, and its failures are dropped', async () => {
    const path = newPath()
    const long = 'x'.repeat(100_000)
    {
      await using store = await createFileStore(path)
      await Promise.all(
        Array.from({ length: 40 }, (_, id) =>
          store.add(id % 2 ? { id: `${id}`, result: long } : { id: `${id}`, error: refused }),
        ),
      )
    }
    await using store = await createFileStore(path, { retryFailed: true })
    expect([store.size, store.failed]).toEqual([20, 0])
    const lines = await readLines(path)
    expect(lines.slice(0, -1).map((line) => [line.custom_id, line.response.body.length])).toEqual(
      Array.from({ length: 20 }, (_, index) => [`${2 * index + 1}`, long.length]),
    )
  })

  test('whose last line was cut off loses that line alone', async () => {
    const path = newPath()
    {
      await using store = await createFileStore(path)
      await store.add({ id: 'a', result: 'ä' })
      await store.add({ id: 'b', result: 'ö' })
    }
    const whole = await readFile(path)
    const first = whole.indexOf('\n') + 1
    // Among them the middle of a letter of two bytes.
    const cuts = [0, 1, first - 1, first, first + 1, whole.indexOf('ö') + 1, whole.length - 1, whole.length]
    for (const length of cuts) {
      await writeFile(path, whole.subarray(0, length))
      await using store = await createFileStore(path)
      const expected = length === whole.length ? 2 : length >= first ? 1 : 0
      expect([length, store.size]).toEqual([length, expected])
      expect((await stat(path)).size).toBe([0, first, whole.length][expected])
    }
  })

  test('with another line in it is refused, and left as it is', async () => {
    const path = newPath()
    const line = '{"custom_id":"a","response":{"status_code":200},"error":null}\n'
    for (const text of [`${line}hello\n${line}`, `${line}{"id":1}\n`, `${line}{"custom_id":"b","body":{}}\n`]) {
      await writeFile(path, text)
      await expect(createFileStore(path)).rejects.toThrow(`${path} is not a file of results: line 2 is not a line`)
      expect(await readFile(path, 'utf8')).toBe(text)
    }
    expect(await readdir(folder)).not.toContain(`${path.split('/').at(-1)}.lock`)
  })

  test.each([
    ['of another kind', 'id,text'],
    ['of requests', '{"custom_id":"a","url":"/v1/chat/completions","body":{}}'],
    ['of results of another program', '{"id": "other"'],
  ])('%s is not taken for one whose last line was cut off', async (_, text) => {
    const path = newPath()
    for (const end of ['', '\n']) {
      await writeFile(path, text + end)
      await expect(createFileStore(path)).rejects.toThrow(`${path} is not a file of results: line 1 is not a line`)
      expect(await readFile(path, 'utf8')).toBe(text + end)
    }
  })

  test('refuses a second result of a job, what JSON cannot hold, and results after its end', async () => {
    const path = newPath()
    const store = await createFileStore<unknown>(path)
    await store.add({ id: 'a', result: 1 })
    await expect(store.add({ id: 'a', result: 2 })).rejects.toThrow('has a result of the job a already')
    await expect(store.add({ id: 'b', result: 1n })).rejects.toMatchObject({
      code: 'request_refused',
      message: 'The result of the job b cannot be written as JSON (TypeError)',
    })
    expect(store.has('b')).toBe(false)
    await store.close()
    await store.close()
    await expect(store.add({ id: 'c', result: 1 })).rejects.toThrow('is closed')
    expect(await readLines(path)).toHaveLength(2)
  })

  test.each([
    ['missing/results.jsonl', /\(ENOENT\): its folder does not exist$/],
    ['.', /\(EISDIR\): it is a folder$|is not a file/],
  ])('that cannot be opened is refused with the reason: %s', async (name, message) => {
    await expect(createFileStore(join(folder, name))).rejects.toMatchObject({
      code: 'request_refused',
      message: expect.stringMatching(message),
    })
  })

  test('that is too large for the disk is cut back to its whole lines, and every job that was kept is in it', async () => {
    const path = newPath()
    const module = await bundle(new URL('../src/node/index.ts', import.meta.url), 'node')
    const program = `
      import { createFileStore } from ${JSON.stringify(module)}
      process.on('SIGXFSZ', () => {})
      const store = await createFileStore(${JSON.stringify(path)})
      const kept = []
      let message
      for (let id = 0; id < 500 && !message; id += 7) {
        const batch = Array.from({ length: 7 }, (_, place) => String(id + place))
        const ends = await Promise.allSettled(batch.map((id) => store.add({ id, result: 'x'.repeat(90) })))
        ends.forEach((end, place) => end.status === 'fulfilled' ? kept.push(batch[place]) : (message = end.reason.message))
      }
      await store.close()
      console.log(JSON.stringify({ kept, message }))`
    const child = spawn('/bin/sh', [
      '-c',
      'ulimit -f 8; exec "$0" --input-type=module --eval "$1"',
      process.execPath,
      program,
    ])
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    await new Promise((resolve) => child.on('close', resolve))
    const { kept, message } = JSON.parse(output)
    expect(message).toBe(
      `${path} cannot be written (EFBIG): the file would be too large. ` +
        'What it holds is whole: run again when that is solved, and it goes on',
    )
    expect(kept.length).toBeGreaterThan(7)
    const lines = await readLines(path)
    expect(lines.pop()).toBe('')
    expect(lines.map((line) => line.custom_id)).toEqual(kept)
  })
})
