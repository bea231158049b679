import type { SampleWords } from '../structured/sample-json.js'

const loremSource = [
  ' Lorem| ipsum| dolor| sit| amet|,| consectetur| adipiscing| elit|,| sed| do| eiusmod| tempor| incididunt| ut',
  '| labore| et| dolore| magna| aliqua|.| Ut| enim| ad| minim| veniam|,| quis| nostrud| exercitation| ullamco',
  '| laboris| nisi',
]
  .join('')
  .split('|')

/** The word at a place of the endless text that the recorded model says (keys_rotated_during_stream). */
export function loremWord(index: number): string {
  return index === 0 ? 'Lorem' : (loremSource[index % loremSource.length] ?? '')
}

const byProperty: ReadonlyMap<string, string> = new Map([
  ['name', 'Ada Lovelace'],
  ['city', 'Oslo'],
  ['location', 'Oslo, Norway'],
  ['country', 'Norway'],
  ['language', 'English'],
  ['title', 'A short title'],
  ['description', 'A short description.'],
  ['summary', 'A short summary.'],
  ['unit', 'celsius'],
  ['color', 'blue'],
  ['email', 'ada@example.com'],
  ['url', 'https://example.com/'],
  ['date', '2026-01-31'],
  ['zone', 'UTC'],
  ['timezone', 'UTC'],
])

/** Characters of a message that are read: some of the patterns here take a time that grows with its square. */
const read = 1000

/** Words for samples that people read: what the message names, else something that fits the property. */
export function readableWords(message: string): SampleWords {
  const instruction = message.slice(0, read)
  const named = /\b(?:in|for|at|of|to|from|about)\s+(\p{Lu}[\p{L}-]*(?:\s+\p{Lu}[\p{L}-]*)*)/u.exec(instruction)?.[1]
  const quoted = /["“]([^"”]+)["”]/.exec(instruction)?.[1]
  const number = /\b\d+\b/.exec(instruction)?.[0]
  return {
    text(property) {
      if (/city|location|place|country|town/i.test(property) && named !== undefined) return named
      if (/query|question|text|prompt|input|search/i.test(property)) return quoted ?? instruction.trim().slice(0, 200)
      return quoted ?? byProperty.get(property.toLowerCase()) ?? named ?? 'example'
    },
    integer: number === undefined ? 3 : Number(number),
    decimal: number === undefined ? 2.5 : Number(number),
  }
}
