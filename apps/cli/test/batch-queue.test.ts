import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hasRedis, startRedis } from '../../../packages/bulk/test/start-redis.js'
import { controlC, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveWorld } from './serve-world.js'

if (!hasRedis) console.log('   tabby batch worker is NOT tested: there is no redis-server')

describe.runIf(hasRedis)('a queue in Redis', () => {
  test('gets a file once, a worker sends it, and its results become a file', async () => {
    const redis = await startRedis()
    onTestFinished(() => redis.stop())
    const folder = await mkdtemp(join(tmpdir(), 'tabby-queue-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'requests.jsonl')
    const out = join(folder, 'results.jsonl')
    const body = { messages: [{ role: 'user', content: '[[len:2]] Hi' }] }
    const toLine = (id: string) => JSON.stringify({ custom_id: id, url: '/v1/chat/completions', body })
    await writeFile(file, ['a', 'b', 'c'].map(toLine).join('\n'))
    const { asUser } = await serveWorld()
    const words = ['--redis', redis.url, '--run', 'night']
    const submit = () => runProgram(['batch', 'submit', file, ...words])
    const added = '3 requests are in the run night of the queue tabby-batch\n'
    expect(await submit()).toEqual({ code: 0, stdout: added, stderr: '' })
    expect(await submit()).toEqual({ code: 0, stdout: added, stderr: '' })
    const worker = openTerminal(['batch', 'worker', '--redis', redis.url], asUser)
    await worker.see('waiting for requests in the queue tabby-batch')
    const status = async (...more: string[]) =>
      JSON.parse((await runProgram(['batch', 'status', ...words, '--json', ...more])).stdout) as { done: number }
    await expect.poll(async () => (await status()).done, { timeout: 30_000, interval: 100 }).toBe(3)
    worker.type(controlC)
    await worker.see('finishing what runs')
    expect(await worker.ended).toBe(130)
    expect(await status('--out', out)).toEqual({ run: 'night', done: 3, failed: 0, running: 0, waiting: 0, copied: 3 })
    expect(await status('--out', out)).toMatchObject({ copied: 0 })
    const ids = (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).custom_id as string)
    expect(ids.sort()).toEqual(['a', 'b', 'c'])
  }, 60_000)
})

test('a Redis that cannot be reached ends the command at once, and its password is not shown', async () => {
  const words = ['batch', 'status', '--run', 'night', '--redis']
  const away = await runProgram([...words, 'redis://:geheim@127.0.0.1:9'])
  expect(away).toEqual({ code: 1, stdout: '', stderr: 'tabby: cannot reach Redis (ECONNREFUSED)\n' })
  const wrong = await runProgram([...words, 'http://127.0.0.1:9'])
  expect(wrong).toMatchObject({ code: 2, stderr: 'tabby: --redis must look like redis://127.0.0.1:6379\n' })
})
