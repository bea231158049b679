import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, isTabbyError } from '@tabby/core'
import { readAll } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { createTabbyPool, type TabbyPool } from '../../src/index.js'
import { closeLater, getBusy } from '../serve-member.js'
import { bundleProgram, type MarkingServer, startMarkingServer } from '../start-program.js'

const concurrency = 16
const settle = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Two plain calls, then two streams: a pool that takes turns between two servers gives both kinds to each. */
const isPlain = (mark: number) => mark % 4 < 2

/** Makes one call, plain or as a stream, and resolves with its error, if any. */
async function call(pool: TabbyPool, mark: number, tokens: number): Promise<unknown> {
  const params = { messages: [{ role: 'user', content: `[[len:${tokens}]] call ${mark}` }] }
  const options = { headers: { 'x-mark': String(mark) } }
  try {
    if (isPlain(mark)) await createChatCompletion(pool, params, options)
    else await readAll(await streamChatCompletion(pool, params, options))
    return undefined
  } catch (error) {
    return error
  }
}

/** Makes numbered calls through a pool of two processes, the first of which is killed when half of them have begun. */
async function runCalls(count: number, kill: (killed: MarkingServer, sent: () => number) => Promise<void> | void) {
  const file = await bundleProgram(new URL('../programs/marking-server.ts', import.meta.url))
  const [killed, other] = await Promise.all([startMarkingServer(file), startMarkingServer(file)])
  let sent = 0
  const onRequest = ({ path }: { path: string }) => void (path.startsWith('/v1/chat') && sent++)
  const pool = closeLater(
    createTabbyPool([createTabbyClient({ baseUrl: killed.url, onRequest }), createTabbyClient({ baseUrl: other.url })]),
  )
  const lost = new Map<number, unknown>()
  let killing: Promise<void> | void = undefined
  let next = 0
  const work = async () => {
    while (next < count) {
      if (next === count / 2) killing ??= kill(killed, () => sent)
      await killing
      const mark = next++
      // Those that are in progress then take two seconds: one fewer than there are workers, so that one is free to kill.
      const isLong = mark < count / 2 && mark > count / 2 - concurrency
      const error = await call(pool, mark, isLong ? 500 : 3)
      if (error !== undefined) lost.set(mark, error)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  await killed.ended
  const [begun, elsewhere] = [killed, other].map(({ marks }) => marks.map(Number)) as [number[], number[]]
  const unread = [...lost.keys()].filter((mark) => !begun.includes(mark))
  console.log(
    `${count} calls at ${concurrency}: ${begun.length} begun by the killed server, ${elsewhere.length} by the other; ` +
      `lost: ${lost.size}, of them not begun: ${unread.length}; begun twice: ${countTwice([...begun, ...elsewhere])}`,
  )
  expect(pool.members.map(({ isUp }) => isUp)).toEqual([false, true])
  expect(getBusy(pool)).toEqual([0, 0])
  return { begun, elsewhere, lost, unread }
}

const countTwice = (marks: readonly number[]) => marks.length - new Set(marks).size

/** The errors that a call may be lost with: a stream that had begun keeps what arrived. */
function expectLostInProgress(lost: ReadonlyMap<number, unknown>): void {
  for (const [mark, error] of lost) {
    if (!isTabbyError(error)) throw error
    if (isPlain(mark) || error.code === 'connection_error') expect(error.code).toBe('connection_error')
    else expect(error).toMatchObject({ code: 'stream_error', reason: 'truncated', partial: { choices: [{}] } })
  }
}

test('a server is killed during 1,000 calls: only what it had begun is lost, and nothing is begun twice', async () => {
  const { begun, elsewhere, lost, unread } = await runCalls(1000, async (killed, getSent) => {
    // What a process has been sent and has not read yet dies with it too, and nobody can tell it from what it had begun:
    // so it is killed when it has read everything, and no call starts until it is gone.
    while (killed.marks.length < getSent()) await settle(1)
    await settle(300)
    process.kill(killed.pid, 'SIGKILL')
    await killed.ended
  })
  expect(begun.length).toBeGreaterThan(125)
  expect([...begun, ...elsewhere].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, mark) => mark))
  expect(unread).toEqual([])
  expect(lost.size).toBeLessThanOrEqual(concurrency)
  expectLostInProgress(lost)
  const codes = [...lost.values()].map((error) => isTabbyError(error) && error.code)
  expect(new Set(codes)).toEqual(new Set(['connection_error', 'stream_error']))
})

test('a server is killed while calls are being sent to it: only calls that were sent to it are lost', async () => {
  const { begun, elsewhere, lost, unread } = await runCalls(300, (killed) => void process.kill(killed.pid, 'SIGKILL'))
  expect(countTwice([...begun, ...elsewhere])).toBe(0)
  for (const mark of lost.keys()) expect(elsewhere).not.toContain(mark)
  expect(begun.length + elsewhere.length + unread.length).toBe(300)
  expect(lost.size).toBeLessThanOrEqual(concurrency)
  expectLostInProgress(lost)
})
