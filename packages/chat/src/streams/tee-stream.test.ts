import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { createSource, openEmulator } from '../../test/stream-server.js'
import { collectChatCompletion } from '../collect-chat-completion.js'
import { readChatText } from '../read-chat-text.js'
import { streamChatCompletion } from '../stream-chat-completion.js'
import { teeStream } from './tee-stream.js'

const numbers = Array.from({ length: 50 }, (_, index) => index + 1)
const settled = () => new Promise((resolve) => setTimeout(resolve, 10))

test('both readers get an answer whole, over a socket', async () => {
  const { client } = await openEmulator()
  const params = { messages: [{ role: 'user', content: '[[len:40]]' }] }
  const [shown, kept] = teeStream(await streamChatCompletion(client, params), { limit: 1 })
  const [pieces, answer] = await Promise.all([readAll(readChatText(shown)), collectChatCompletion(kept)])
  expect(pieces.join('')).toBe(answer.choices[0]!.message.content)
  expect(answer.usage!.completion_tokens).toBe(40)
})

describe('the distance of the readers', () => {
  test('nothing is read before one is asked, and the faster waits for the slower', async () => {
    const { seen, stream } = createSource(numbers)
    const [fast, slow] = teeStream(stream, { limit: 5 })
    await settled()
    expect(seen.asked).toBe(0)
    const all = readAll(fast)
    await settled()
    expect(seen.asked).toBe(5)
    expect((await slow.next()).value).toBe(1)
    await settled()
    expect(seen.asked).toBe(6)
    const rest = await readAll(slow)
    expect(rest).toEqual(numbers.slice(1))
    expect(await all).toEqual(numbers)
  })

  test('a limit below 1 is 1: no two readers wait for each other', async () => {
    const streams = teeStream(createSource(numbers).stream, { limit: 0 })
    expect(await Promise.all(streams.map((each) => readAll(each)))).toEqual([numbers, numbers])
  })

  test('by default it is 256 pieces', async () => {
    const { seen, stream } = createSource(Array.from({ length: 1000 }, (_, index) => index + 1))
    const [fast, slow] = teeStream(stream)
    const all = readAll(fast)
    await settled()
    expect(seen.asked).toBe(256)
    await slow.cancel()
    expect(await all).toHaveLength(1000)
  })
})

test.each([Number.NaN, -1, '5'])('a limit of %o is refused by name', (limit) => {
  const { stream } = createSource([1])
  expect(() => teeStream(stream, { limit: limit as number })).toThrow('The option limit of teeStream is not valid')
})

describe('leaving', () => {
  test('a reader that leaves frees the other, and the last closes the source', async () => {
    const { seen, stream } = createSource(numbers)
    const [first, second] = teeStream(stream, { limit: 2 })
    for await (const value of first) if (value === 2) break
    expect(seen.isClosed).toBe(false)
    for await (const value of second) if (value === 30) break
    expect(seen.isClosed).toBe(true)
    expect(await second.next()).toEqual({ done: true, value: undefined })
  })

  test('over a socket it closes the connection', async () => {
    const { emulator, client } = await openEmulator({ settings: { speed: { tokensPerSecond: 100 } } })
    const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: '[[len:500]]' }] })
    const streams = teeStream(stream)
    await Promise.all(streams.map((each) => each.next()))
    await Promise.all(streams.map((each) => each.cancel()))
    await expect.poll(() => emulator.journal.at(-1)).toMatchObject({ leftAfterMilliseconds: expect.any(Number) })
  })
})

test('an error reaches both, after the pieces before it', async () => {
  const error = new Error('broken')
  const [first, second] = teeStream(createSource([1, 2], error).stream)
  for (const stream of [first, second]) {
    const got: number[] = []
    const read = async () => {
      for await (const value of stream) got.push(value)
    }
    await expect(read()).rejects.toBe(error)
    expect(got).toEqual([1, 2])
  }
  expect(() => first[Symbol.asyncIterator]()).toThrow(/one reader/)
})
