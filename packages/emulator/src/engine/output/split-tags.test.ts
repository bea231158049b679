import { describe, expect, test } from 'vitest'
import { splitHarmony } from './split-harmony.js'
import { splitTags } from './split-tags.js'
import type { OutputSplitter } from './output-piece.js'

const reasoning = { startToken: '<think>', endToken: '</think>' }
const tools = { startToken: '<tool_call>', endToken: '</tool_call>' }

function feedAll(splitter: OutputSplitter, parts: readonly string[]): string[] {
  const pieces = parts.flatMap((part) => splitter.feed(part, []))
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
          splitter.feed(part, []),
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
      const pieces = [
        ...splitter.feed(text.slice(0, cut), []),
        ...splitter.feed(text.slice(cut), []),
        ...splitter.finish(),
      ]
      const join = (channel: string): string =>
        pieces.map((piece) => (piece.channel === channel ? piece.text : '')).join('')
      expect([join('reasoning'), join('content')]).toEqual(['why', 'so < it is'])
    }
  })
})
