import { isTabbyError } from '@tabby/core'
import { readAll } from '@tabby/emulator/testing'
import { describe, expect, test } from 'vitest'
import { serveReplies } from '../../test/serve-replies.js'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatCompletionChunk } from '../chat-completion-chunk.js'
import { createChatCompletion } from '../create-chat-completion.js'
import { createTagReader } from './create-tag-reader.js'
import { splitReasoning, type SplitReasoningOptions } from './split-reasoning.js'

const toAnswer = (content: string): ChatCompletion => ({
  id: 'x',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
})
const split = (content: string, options?: SplitReasoningOptions) => {
  const { message } = splitReasoning(toAnswer(content), options).choices[0]!
  return [message.reasoning_content, message.content]
}
async function* toChunks(contents: Iterable<string>, index: number = 0): AsyncGenerator<ChatCompletionChunk> {
  const base = { id: 'x', object: 'chunk', created: 1, model: 'm' }
  for (const content of contents) yield { ...base, choices: [{ index, delta: { content }, finish_reason: null }] }
  yield { ...base, choices: [{ index, delta: {}, finish_reason: 'stop' }] }
}
const splitChunks = async (contents: Iterable<string>, options?: SplitReasoningOptions) => {
  const seen = { reasoning: '', text: '' }
  for await (const { choices } of splitReasoning(toChunks(contents), options)) {
    seen.reasoning += choices[0]!.delta.reasoning_content ?? ''
    seen.text += choices[0]!.delta.content ?? ''
  }
  return [seen.reasoning, seen.text]
}

describe('a whole reply whose opening tag stands in the prompt', () => {
  test('is split at its closing tag', async () => {
    expect(split('Who?\n</think>\n\nAda')).toEqual(['Who?\n', '\n\nAda'])
    expect(split('Who?</think>Ada')).toEqual(['Who?', 'Ada'])
    expect(split('\n</think>Ada')).toEqual(['\n', 'Ada'])
    expect(split('</think>Ada')).toEqual([null, 'Ada'])
    const { client } = await serveReplies([{ message: { role: 'assistant', content: 'Who?\n</think>\nAda' } }])
    const answer = splitReasoning(await createChatCompletion(client, { messages: [] }))
    expect(answer.choices[0]!.message).toMatchObject({ reasoning_content: 'Who?\n', content: '\nAda' })
  })

  test('is split with other tags, and not when that is not wanted', () => {
    expect(split('Who?[/THINK]Ada', { startTag: '[THINK]', endTag: '[/THINK]' })).toEqual(['Who?', 'Ada'])
    expect(split('Who?</think>Ada', { startsInside: false })).toEqual([undefined, 'Who?</think>Ada'])
  })

  test('stays whole when the tag is quoted, or when there is none', () => {
    for (const text of ['Reasoning ends with `</think>`.', 'The tag "</think>" ends it.', 'Ada', '  ', '']) {
      expect(split(text)).toEqual([undefined, text])
    }
    expect(split('I write `</think>` at the end.</think>Ada')).toEqual(['I write `</think>` at the end.', 'Ada'])
  })
})

describe('a stream whose opening tag may stand in the prompt', () => {
  const text = 'I write "</think>" at the </end.\n</think>\n\nAda </think>'
  const expected = ['I write "</think>" at the </end.\n', '\n\nAda </think>']

  test('holds its text back until the tag tells, however it is split', async () => {
    expect(await splitChunks(text, { startsInside: 'unknown' })).toEqual(expected)
    for (let place = 1; place < text.length; place++) {
      const pieces = [text.slice(0, place), text.slice(place)]
      expect(await splitChunks(pieces, { startsInside: 'unknown' })).toEqual(expected)
    }
  })

  test('gives it as text at the end, when no tag came', async () => {
    expect(await splitChunks(['  A', 'da </thin'], { startsInside: 'unknown' })).toEqual(['', '  Ada </thin'])
  })

  test('with an opening tag after all flows on', async () => {
    const chunks = await readAll(splitReasoning(toChunks(['<think>A', 'B</think>C']), { startsInside: 'unknown' }))
    expect(chunks[0]!.choices[0]!.delta).toEqual({ reasoning_content: 'A' })
  })

  test('passes everything on at once by default', async () => {
    const chunks = await readAll(splitReasoning(toChunks(['Who?', '</think>Ada'])))
    expect(chunks.map(({ choices }) => choices[0]!.delta.content)).toEqual(['Who?', '</think>Ada', undefined])
  })
})

test.each(['white space before any text', 'text that waits for its tag', 'reasoning without end'])(
  '%s, 1 MB of it in small chunks, costs no more than its length',
  (name) => {
    const read = createTagReader('<think>', '</think>', name.startsWith('text') && 'unknown')
    const piece = name.startsWith('white') ? '\n\n' : '</'
    const begin = performance.now()
    if (name.startsWith('reasoning')) read('<think>', false)
    for (let count = 0; count < 500_000; count++) read(piece, false)
    const [, text] = read('', true)
    expect(performance.now() - begin).toBeLessThan(4000)
    expect(text).toHaveLength(name.startsWith('reasoning') ? 0 : 1_000_000)
  },
)

test('what a server writes into an index becomes no property and no length', async () => {
  const splitIndex = async (index: unknown) => {
    const chunks = await readAll(splitReasoning(toChunks(['<think>A</think>B'], index as number)))
    return chunks.map(({ choices }) => choices[0]!.delta)
  }
  expect(await splitIndex(100)).toEqual([{ reasoning_content: 'A' }, { content: 'B' }, {}])
  for (const index of ['__proto__', 'constructor', 4294967294, -1, 1.5]) {
    const begin = performance.now()
    await splitIndex(index).catch((error) => expect(isTabbyError(error)).toBe(true))
    expect(performance.now() - begin).toBeLessThan(1000)
  }
  expect(Object.keys(Array.prototype)).toEqual([])
})
