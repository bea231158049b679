import { describe, expect, test } from 'vitest'
import { splitHarmony } from './split-harmony.js'
import { splitTags } from './split-tags.js'
import type { OutputSplitter } from './output-piece.js'

const reasoning = { startToken: '<think>', endToken: '</think>' }
const tools = { startToken: '<tool_call>', endToken: '</tool_call>' }

function feedAll(splitter: OutputSplitter, parts: readonly string[]): string[] {
  const pieces = parts.flatMap((part) => splitter.feed(part))
  return [...pieces, ...splitter.finish()].map((piece) => `${piece.channel}: ${piece.text}`)
}

describe('splitTags', () => {
  test('sorts reasoning from content, and joins blanks after reasoning to the first word', () => {
    const splitter = splitTags({ reasoning, tools: undefined, beginsInReasoning: false })
    expect(feedAll(splitter, ['<think>', '\n', 'why', '</think>', '\n\n', 'Lorem', ' ipsum'])).toEqual([
      'reasoning: \n',
      'reasoning: why',
      'content: \n\nLorem',
      'content:  ipsum',
    ])
  })

  test('begins in reasoning when the prompt does', () => {
    const splitter = splitTags({ reasoning, tools: undefined, beginsInReasoning: true })
    expect(feedAll(splitter, ['why', '</think>', 'so'])).toEqual(['reasoning: why', 'content: so'])
  })

  test('holds back what could become a tag, and lets it go when it does not', () => {
    const splitter = splitTags({ reasoning, tools, beginsInReasoning: false })
    expect(feedAll(splitter, ['a', '<', 'function', '<', '/', 'parameter', '>', '<th'])).toEqual([
      'content: a',
      'content: <function',
      'content: </parameter',
      'content: >',
      'content: <th',
    ])
  })

  test('finds tags wherever they are torn', () => {
    const text = 'a<think>b</think>c<tool_call>d</tool_call>e'
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second++) {
        const splitter = splitTags({ reasoning, tools, beginsInReasoning: false })
        const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)].flatMap((part) =>
          splitter.feed(part),
        )
        pieces.push(...splitter.finish())
        const join = (channel: string): string =>
          pieces.map((piece) => (piece.channel === channel ? piece.text : '')).join('')
        expect([join('content'), join('reasoning'), splitter.toolText]).toEqual([
          'ace',
          'b',
          '<tool_call>d</tool_call>',
        ])
      }
    }
  })

  test('keeps tool calls to itself, even one that never ends', () => {
    const splitter = splitTags({ reasoning, tools, beginsInReasoning: false })
    expect(feedAll(splitter, ['Calling', '.', '<tool_call>', '\n', '<function'])).toEqual([
      'content: Calling',
      'content: .',
    ])
    expect(splitter.toolText).toBe('<tool_call>\n<function')
  })

  test.each([
    ['an end tag without a beginning', 'a</think>b</tool_call>c', 'content: abc', '</tool_call>'],
    ['a tag of reasoning within reasoning', '<think>a<think>b</think>c', 'reasoning: ab|content: c', ''],
    ['tags of reasoning within a call', '<tool_call>a<think>b</think>c', '', '<tool_call>abc'],
    [
      'a tag of reasoning that a call holds',
      '<tool_call>a<think>b</tool_call>c',
      'content: c',
      '<tool_call>ab</tool_call>',
    ],
    ['a call within reasoning', '<think>a<tool_call>b</tool_call>c', 'reasoning: ac', '<tool_call>b</tool_call>'],
  ])('drops or keeps %s as the server does', (_title, text, expected, toolText) => {
    const splitter = splitTags({ reasoning, tools, beginsInReasoning: false })
    const channels = new Map<string, string>()
    for (const { channel, text: piece } of [...splitter.feed(text), ...splitter.finish()]) {
      channels.set(channel, (channels.get(channel) ?? '') + piece)
    }
    expect([[...channels].map((entry) => entry.join(': ')).join('|'), splitter.toolText]).toEqual([expected, toolText])
  })

  test('holds an end back only while a tag may begin with it', () => {
    const splitter = splitTags({ reasoning, tools, beginsInReasoning: false })
    expect(feedAll(splitter, ['a', '<', 'tool', ' ', 'b<tool_'])).toEqual([
      'content: a',
      'content: <tool ',
      'content: b',
      'content: <tool_',
    ])
  })

  test('shows the log probabilities of content alone, and not around tags', () => {
    const splitter = splitTags({ reasoning, tools, beginsInReasoning: false })
    const shown = ['a', '<', 'think>', 'b', '</think>', '\n', 'c'].map((part) => {
      splitter.feed(part)
      return splitter.isContent
    })
    expect(shown).toEqual([true, true, false, false, false, true, true])
  })

  test('lets all tags through when no parser is configured', () => {
    const splitter = splitTags({ reasoning: undefined, tools: undefined, beginsInReasoning: false })
    expect(feedAll(splitter, ['<think>', '<', 'x'])).toEqual(['content: <think>', 'content: <', 'content: x'])
  })
})

describe('splitHarmony', () => {
  test('takes analysis for reasoning and final for content, wherever the text is torn', () => {
    const text = '<|channel|>analysis<|message|>why<|end|><|start|>assistant<|channel|>final<|message|>so < it is'
    for (let cut = 0; cut <= text.length; cut++) {
      const splitter = splitHarmony()
      const pieces = [...splitter.feed(text.slice(0, cut)), ...splitter.feed(text.slice(cut)), ...splitter.finish()]
      const join = (channel: string): string =>
        pieces.map((piece) => (piece.channel === channel ? piece.text : '')).join('')
      expect([join('reasoning'), join('content')]).toEqual(['why', 'so < it is'])
    }
  })

  test.each([
    ['an addressee of analysis, which is no call', '<|channel|>analysis to=f<|message|>why', 'reasoning: why', []],
    ['an addressee of the answer, which is no call', '<|channel|>final to=f<|message|>a', 'content: a', []],
    ['a body under no known channel', 'assistant<|message|>a', 'content: a', []],
    ['a body that another message follows', '<|channel|>final<|message|>a<|start|>x<|message|>b', 'content: ab', []],
    ['a mark within a body', '<|channel|>final<|message|>a<|message|>b', 'content: ab', []],
    ['what is no message', 'only words', '', []],
    ['a call that is cut off', '<|channel|>commentary to=functions.f<|message|>{"a":[1.0]}', '', ['f {"a": [1.0]}']],
    [
      'two calls',
      'to=a<|channel|>commentary<|message|>1<|call|><|channel|>commentary to=b<|message|>x',
      '',
      ['a 1', 'b x'],
    ],
  ])('reads %s', (_title, text, expected, calls) => {
    const splitter = splitHarmony()
    const channels = new Map<string, string>()
    for (const { channel, text: piece } of [...splitter.feed(text), ...splitter.finish()]) {
      channels.set(channel, (channels.get(channel) ?? '') + piece)
    }
    expect([...channels].map((entry) => entry.join(': ')).join('|')).toBe(expected)
    expect(splitter.calls?.map((call) => `${call.name} ${call.arguments}`)).toEqual(calls)
  })
})
