import { createTabbyClient, isTabbyError, type TabbyClient } from '@tabby/core'
import { collectChatCompletion, readChatText, streamChatCompletion } from '@tabby/chat'
import { readAll, serveEmulator } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mergeStreams } from './merge-streams.js'

const settled = () => new Promise((resolve) => setTimeout(resolve, 10))

/** A stream that counts what is asked of it, and gives a value when `give` is called, or at once. */
function createSource(values: readonly number[], { error, isSlow = false }: { error?: Error; isSlow?: boolean } = {}) {
  const seen = { asked: 0, isClosed: false }
  let give = () => {}
  const iterator = {
    async next(): Promise<IteratorResult<number, undefined>> {
      const index = seen.asked++
      if (isSlow) await new Promise<void>((resolve) => (give = resolve))
      if (index < values.length) return { done: false, value: values[index]! }
      if (error) throw error
      return { done: true, value: undefined }
    },
    async return(): Promise<IteratorResult<number, undefined>> {
      seen.isClosed = true
      return { done: true, value: undefined }
    },
  }
  return { seen, give: () => give(), stream: { [Symbol.asyncIterator]: () => iterator } }
}

async function openEmulator(tokensPerSecond = 0) {
  const server = await serveEmulator({
    settings: { speed: { tokensPerSecond } },
    journal: 10,
    closeWith: onTestFinished,
  })
  return { ...server, client: createTabbyClient({ baseUrl: server.url }) }
}

const ask = (client: TabbyClient, tokens: number) =>
  streamChatCompletion(client, { messages: [{ role: 'user', content: `[[len:${tokens}]]` }] })

test('streams of two servers are read as one, each whole and in its order', async () => {
  const [one, two] = await Promise.all([openEmulator(200), openEmulator(200)])
  const expected = await Promise.all(
    [ask(one.client, 30), ask(two.client, 40)].map(async (stream) => {
      const { choices } = await collectChatCompletion(await stream)
      return choices[0]!.message.content
    }),
  )
  const merged = mergeStreams({
    a: readChatText(await ask(one.client, 30)),
    b: readChatText(await ask(two.client, 40)),
  })
  const all = await readAll(merged)
  const join = (name: string) =>
    all
      .filter((each) => each.name === name)
      .map(({ value }) => value)
      .join('')
  expect([join('a'), join('b')]).toEqual(expected)
  // One was not read to its end before the other.
  const lastA = all.map(({ name }) => name).lastIndexOf('a')
  expect(all.findIndex(({ name }) => name === 'b')).toBeLessThan(lastA)
})

describe('the order of reading', () => {
  test('nothing is read before it is asked, and then at most one value ahead of each stream', async () => {
    const [a, b] = [createSource([1, 2, 3]), createSource([4, 5, 6])]
    const merged = mergeStreams({ a: a.stream, b: b.stream })
    await settled()
    expect([a.seen.asked, b.seen.asked]).toEqual([0, 0])
    expect((await merged.next()).value).toEqual({ name: 'a', value: 1 })
    await settled()
    expect([a.seen.asked, b.seen.asked]).toEqual([1, 1])
    expect((await merged.next()).value).toEqual({ name: 'b', value: 4 })
    await settled()
    expect(a.seen.asked + b.seen.asked).toBeLessThanOrEqual(4)
    expect(await readAll(merged)).toHaveLength(4)
    expect(await merged.next()).toEqual({ done: true, value: undefined })
  })

  test('a stream that waits does not keep the other waiting, and a busy one does not push it out', async () => {
    const slow = createSource([100], { isSlow: true })
    const fast = createSource(Array.from({ length: 20 }, (_, index) => index))
    const merged = mergeStreams({ slow: slow.stream, fast: fast.stream })
    for (let index = 0; index < 5; index++) expect((await merged.next()).value).toEqual({ name: 'fast', value: index })
    slow.give()
    await settled()
    const next = [(await merged.next()).value?.name, (await merged.next()).value?.name]
    expect(next).toContain('slow')
    const rest = readAll(merged)
    await settled()
    slow.give()
    expect(await rest).toHaveLength(20 + 1 - 5 - 2)
  })

  test('two who ask at once get different values', async () => {
    const merged = mergeStreams({ a: createSource([1]).stream, b: createSource([2]).stream })
    const values = await Promise.all([merged.next(), merged.next(), merged.next()])
    expect(values.map(({ value }) => value?.value).sort()).toEqual([1, 2, undefined])
  })

  test('no streams are a stream without values', async () => {
    expect(await readAll(mergeStreams({}))).toEqual([])
  })
})

describe('the end', () => {
  test('an error of one is thrown after the values before it, and the others are cancelled', async () => {
    const error = new Error('broken')
    const [a, b] = [createSource([1], { error }), createSource([2], { isSlow: true })]
    const got: unknown[] = []
    const read = async () => {
      for await (const { value } of mergeStreams({ a: a.stream, b: b.stream })) got.push(value)
    }
    await expect(read()).rejects.toBe(error)
    expect(got).toEqual([1])
    expect([a.seen.isClosed, b.seen.isClosed]).toEqual([false, true])
  })

  test.each(['break', 'cancel', 'dispose'])('%s cancels all of them, also while one waits', async (way) => {
    const [a, b] = [createSource([1, 2]), createSource([], { isSlow: true })]
    const merged = mergeStreams({ a: a.stream, b: b.stream })
    if (way === 'break') for await (const _ of merged) break
    else await merged.next()
    const waiting = merged.next().then(() => merged.next())
    if (way === 'cancel') await merged.cancel()
    if (way === 'dispose') await merged[Symbol.asyncDispose]()
    expect([a.seen.isClosed, b.seen.isClosed]).toEqual([true, true])
    expect(await waiting).toEqual({ done: true, value: undefined })
  })

  test('over sockets a break closes both connections', async () => {
    const [one, two] = await Promise.all([openEmulator(20), openEmulator(20)])
    for await (const _ of mergeStreams({ a: await ask(one.client, 500), b: await ask(two.client, 500) })) break
    for (const { emulator } of [one, two]) {
      await expect.poll(() => emulator.journal.at(-1)).toMatchObject({ leftAfterMilliseconds: expect.any(Number) })
    }
  })

  test('a server that dies is an error of the family, with what that stream had received', async () => {
    const [one, two] = await Promise.all([openEmulator(50), openEmulator(50)])
    const merged = mergeStreams({ a: await ask(one.client, 500), b: await ask(two.client, 500) })
    const read = async () => {
      for await (const { name } of merged) if (name === 'b') await two.close()
    }
    const error: unknown = await read().catch((thrown: unknown) => thrown)
    expect(isTabbyError(error) && error.code).toBe('stream_error')
    expect(error).toMatchObject({ reason: 'truncated', partial: { choices: [{}] } })
    await expect.poll(() => one.emulator.journal.at(-1)).toMatchObject({ leftAfterMilliseconds: expect.any(Number) })
  })
})

test.each([
  [undefined, 'the streams must be an object'],
  [null, 'the streams must be an object'],
  ['text', 'the streams must be an object'],
  [{ a: createSource([]).stream, b: undefined }, 'b must be a stream'],
  [{ a: [1, 2] }, 'a must be a stream'],
])('%o is refused by name', (streams, message) => {
  expect(() => mergeStreams(streams as never)).toThrow(`mergeStreams: ${message}`)
})

test('leaving does not wait for a generator that waits for its next value', async () => {
  const { stream } = createSource([1])
  const own = (async function* () {
    await new Promise(() => {})
    yield 2
  })()
  for await (const { value } of mergeStreams({ stream, own })) {
    expect(value).toBe(1)
    break
  }
})

test('a stream that was read before is refused, and the others are cancelled', async () => {
  const [{ client }, fresh] = [await openEmulator(), createSource([1])]
  const used = await ask(client, 2)
  await readAll(used)
  expect(() => mergeStreams({ fresh: fresh.stream, used })).toThrow(expect.objectContaining({ reason: 'already-read' }))
  expect(fresh.seen.isClosed).toBe(true)
  const merged = mergeStreams({ a: createSource([1]).stream })
  expect(await readAll(merged)).toEqual([{ name: 'a', value: 1 }])
  expect(() => merged[Symbol.asyncIterator]()).toThrow(/one reader/)
})
