import { expect, test } from 'vitest'
import { toMessages } from '../conversation/to-messages.js'
import { createPassageSplitter } from './create-passage-splitter.js'
import { rankPassages } from './rank-passages.js'
import { readDocument } from './read-document.js'

const { signal } = new AbortController()
const split = (...slices: string[]) => {
  const splitter = createPassageSplitter()
  return [...slices.flatMap((slice) => splitter.add(slice)), ...splitter.end()]
}

test('a text is split between paragraphs, else between sentences or words, and nothing is lost', () => {
  const paragraph = 'Some words of it. '.repeat(40).trim()
  expect(split(`${paragraph}\r\n\r\n${paragraph}\n\nend`)).toEqual([paragraph, `${paragraph}\n\nend`])
  const sentences = split('Some words of it. '.repeat(500))
  expect(sentences.every((each) => each.length <= 1000 && each.endsWith('it.'))).toBe(true)
  expect(sentences.join(' ')).toBe('Some words of it. '.repeat(500).trim())
  expect(split('x'.repeat(1000))).toHaveLength(1)
  expect(split('x'.repeat(1001))).toEqual(['x'.repeat(1000), 'x'])
  expect(split(`x${'😀'.repeat(1000)}`).join('')).toBe(`x${'😀'.repeat(1000)}`)
  expect(split(`x${'😀'.repeat(1000)}`).every((each) => encodeURIComponent(each))).toBe(true)
  expect(split(' \n ')).toEqual([])
})

test('slices give the same passages as the whole text', () => {
  const text = Array.from({ length: 900 }, (_, index) => `Line ${index} of the text.`).join('\r\n')
  const slices = text.match(/[^]{1,777}/g)!
  expect(split(...slices)).toEqual(split(text))
})

test('a file is decoded across slices, and what is not a text is refused', async () => {
  const text = `${'ü'.repeat(700)}\n`.repeat(400)
  const passages = await readDocument(new Blob([`x${text}`]), signal)
  expect(passages.join('')).toBe(`x${text}`.replaceAll('\n', ''))
  await expect(readDocument(new Blob(['a\0b']), signal)).rejects.toThrow('is not a text file')
  await expect(readDocument(new Blob([new Uint8Array([0xff, 0xfe, 0x41])]), signal)).rejects.toThrow('not a text file')
  await expect(readDocument(new Blob([new Uint8Array([0x41, 0xc3])]), signal)).rejects.toThrow('not a text file')
  await expect(readDocument(new Blob([' ']), signal)).rejects.toThrow('is empty')
  const large = { size: 10 * 1024 * 1024 + 1 } as Blob
  await expect(readDocument(large, signal)).rejects.toThrow('larger than 10 MB')
  await expect(readDocument(new Blob([text]), AbortSignal.abort('enough'))).rejects.toBe('enough')
})

test('the closest passages come first, whatever the length of their vectors, and an abort ends the search', async () => {
  const vectors = [
    [0, 1],
    [3, 0.3],
    [-1, 0],
    [0.1, 0.1],
  ].map((each) => Float32Array.from(each))
  const documents = [
    { name: 'a', passages: ['up', 'right', 'left'], vectors: vectors.slice(0, 3) },
    { name: 'b', passages: ['between'], vectors: vectors.slice(3) },
  ]
  const found = await rankPassages(documents, Float32Array.of(2, 0), { most: 3, signal })
  expect(found.map(({ file, text }) => `${file} ${text}`)).toEqual(['a right', 'b between', 'a up'])
  expect(found[0]!.similarity).toBeCloseTo(0.995, 3)
  const many = [{ name: 'c', passages: [], vectors: Array.from({ length: 3 }, () => new Float32Array(600_000)) }]
  const aborted = AbortSignal.abort('enough')
  await expect(rankPassages(many, Float32Array.of(1), { most: 1, signal: aborted })).rejects.toBe('enough')
})

test('passages are sent before the text, numbered and with the name of their file', () => {
  const passages = [
    { file: 'a.md', text: 'one', similarity: 0.9 },
    { file: 'b.md', text: '```', similarity: 0.8 },
  ]
  const turn = { id: '1', parent: '', role: 'user' as const, text: 'What?', images: [], passages }
  expect(toMessages('', [turn])[0]!.content).toBe(
    'Passages from documents that may help with the message below:\n\n[1] a.md\n```\none\n```\n\n[2] b.md\n````\n```\n````\n\nWhat?',
  )
  expect(toMessages('', [{ ...turn, passages: [] }])[0]!.content).toBe('What?')
})
