import { createTabbyClient } from '@tabby/core'
import { createDemoWorld, createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { everySplit, readAll, serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withRecording } from '../../test/recorded-exchange.js'
import type { ChatCompletionChunk, ChatDelta } from '../chat-completion-chunk.js'
import { collectChatCompletion } from '../collect-chat-completion.js'
import { createChatCompletion } from '../create-chat-completion.js'
import { streamChatCompletion } from '../stream-chat-completion.js'
import { splitReasoning, type SplitReasoningOptions } from './split-reasoning.js'

const messages = [{ role: 'user', content: 'Hello' }]
const recorded = { reasoning_content: '\n, consectetur adipiscing\n', content: '\n\nLorem ipsum dolor' }

/** Pieces of one answer, without a server. */
async function* toPieces(contents: (string | ChatDelta)[], finish: string | null = 'stop') {
  const piece = (delta: ChatDelta, finish_reason: string | null): ChatCompletionChunk => {
    return { id: 'x', object: 'chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] }
  }
  for (const content of contents) yield piece(typeof content === 'string' ? { content } : content, null)
  if (finish) yield piece({}, finish)
}

const split = async (contents: (string | ChatDelta)[], options?: SplitReasoningOptions, finish?: string | null) => {
  const { choices } = await collectChatCompletion(splitReasoning(toPieces(contents, finish), options))
  const { content, reasoning_content } = choices[0]!.message
  return [reasoning_content, content]
}

describe('recorded answers of a model without a parser', () => {
  test('a whole answer', async () => {
    await withRecording('chat_noparser_reasoning_raw_in_content', async (client) => {
      const answer = await createChatCompletion(client, { messages })
      const before = structuredClone(answer)
      expect(splitReasoning(answer).choices[0]!.message).toMatchObject(recorded)
      expect(answer).toEqual(before)
    })
  })

  test('a stream', async () => {
    await withRecording('chat_noparser_reasoning_raw_in_content_stream', async (client) => {
      const stream = await streamChatCompletion(client, { messages })
      const answer = await collectChatCompletion(splitReasoning(stream))
      expect(answer.choices[0]).toMatchObject({ finish_reason: 'stop', eos_reason: 'stop_token', message: recorded })
    })
  })

  test('answers of a server with a parser stay as they are', async () => {
    for (const name of ['chat_reasoning_enable_thinking_stream', 'chat_unicode_stream', 'chat_tools_usage_stream']) {
      const [plain, treated] = await withRecording(name, async (client) => {
        const read = async () => streamChatCompletion(client, { messages })
        return [await readAll(await read()), await readAll(splitReasoning(await read()))]
      })
      expect(treated).toEqual(plain)
    }
    await withRecording('chat_reasoning_enable_thinking', async (client) => {
      const answer = await createChatCompletion(client, { messages })
      expect(splitReasoning(answer)).toEqual(answer)
    })
  })
})

describe('where the text is torn', () => {
  test('at any place, the same comes out', async () => {
    const text = ' <think>a < b</thin k></think>\n<think> is a tag'
    const whole = ['a < b</thin k>', '\n<think> is a tag']
    for (const pieces of everySplit(text)) {
      expect(await split(pieces.map((piece) => new TextDecoder().decode(piece)))).toEqual(whole)
    }
    expect(await split([...text])).toEqual(whole)
    expect(await split([text])).toEqual(whole)
  })

  test('no piece has thoughts and text, and none is held back without need', async () => {
    const pieces = await readAll(splitReasoning(toPieces(['<thi', 'nk>A', 'B</th', 'ink>C', 'D<'])))
    expect(pieces.map(({ choices }) => choices[0]!.delta)).toEqual([
      {},
      { reasoning_content: 'A' },
      { reasoning_content: 'B' },
      { content: 'C' },
      { content: 'D<' },
      {},
    ])
  })

  test('what could have become a tag comes out at the end, with a finish_reason or without', async () => {
    expect(await split(['<thi'])).toEqual([null, '<thi'])
    expect(await split(['<thi'], {}, null)).toEqual([null, '<thi'])
    expect(await split(['<think>A</thi'])).toEqual(['A</thi', null])
    expect(await split(['  '])).toEqual([null, '  '])
  })
})

test.each([
  ['startTag', ''],
  ['endTag', ''],
  ['endTag', null],
  ['startsInside', 'maybe'],
])('%s %o is refused by name, instead of read for ever', (name, value) => {
  const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: "a quote'" } }
  const answer = { id: '1', object: 'chat.completion', created: 1, model: 'm', choices: [choice] } as const
  const refuse = () => splitReasoning({ ...answer, choices: [choice] }, { [name]: value })
  expect(refuse).toThrow(expect.objectContaining({ code: 'request_refused' }))
  expect(refuse).toThrow(`The option ${name} of splitReasoning is not valid`)
})

describe('what counts as thoughts', () => {
  test('a template that opens the thoughts leaves only their end', async () => {
    expect(await split(['hm', '</think>', 'Yes'], { startsInside: true })).toEqual(['hm', 'Yes'])
    expect(await split(['hm', '</think>', 'Yes'])).toEqual([null, 'hm</think>Yes'])
  })

  test('thoughts that are empty leave no tags, in a whole answer as in a stream', async () => {
    for (const [text, options] of [['<think></think>Hello'], ['</think>Hello', { startsInside: true }]] as const) {
      expect(await split([text], options)).toEqual([null, 'Hello'])
      const answer = await collectChatCompletion(toPieces([text]))
      const { message } = splitReasoning(answer, options).choices[0]!
      expect(message).toMatchObject({ reasoning_content: null, content: 'Hello' })
    }
  })

  test('other tags', async () => {
    const options = { startTag: '[THINK]', endTag: '[/THINK]' }
    expect(await split(['[THI', 'NK]A[/THINK]B'], options)).toEqual(['A', 'B'])
  })

  test('once the server has split thoughts off, tags are text', async () => {
    expect(await split([{ reasoning_content: 'A' }, '<think>B'])).toEqual(['A', '<think>B'])
  })

  test('text of spaces alone is null in a whole answer, as the server has it', async () => {
    const message = { role: 'assistant', content: '<think>A</think>\n' }
    const choices = [{ index: 0, finish_reason: 'stop', message }]
    const answer = { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices }
    const expected = { role: 'assistant', content: null, reasoning_content: 'A' }
    expect(splitReasoning(answer).choices[0]!.message).toEqual(expected)
  })
})

test('it works on several choices and sends thoughts back in the next turn', async () => {
  const world = createDemoWorld()
  delete world.models[0]!.reasoning
  const emulator = createEmulator({ world, journal: 5 })
  const server = await listen(emulator)
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url })
  const question = { role: 'user', content: 'Hello [[think:4]] [[len:5]]' }
  const stream = await streamChatCompletion(client, { messages: [question], n: 2 })
  const { choices, usage } = await collectChatCompletion(splitReasoning(stream))
  expect(choices).toHaveLength(2)
  for (const { message } of choices) {
    expect(message.reasoning_content).toMatch(/consectetur/)
    expect(message.content).toMatch(/^\s*Lorem/)
  }
  expect(usage!.completion_tokens).toBeGreaterThan(8)
  await createChatCompletion(client, { messages: [question, choices[0]!.message, question] })
  const body = JSON.parse(emulator.journal.at(-1)!.body!)
  expect(body.messages[1]).toEqual(choices[0]!.message)
})

test('leaving the loop closes the connection, and what the stream throws comes through', async () => {
  const body = [`data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta: { content: 'A' } }] })}\r\n\r\n`]
  const server = await serveAnswers((_request, index) => ({ body, end: index ? 'complete' : 'open' }))
  onTestFinished(server.close)
  const open = async () =>
    splitReasoning(await streamChatCompletion(createTabbyClient({ baseUrl: server.url }), { messages }))
  for await (const { choices } of await open()) if (choices.length) break
  expect((await server.requests[0]!.over).clientLeft).toBe(true)
  await expect(readAll(await open())).rejects.toMatchObject({ reason: 'truncated' })
})
