import { expect, test } from 'vitest'
import { findPrompts } from './find-prompts.js'

const prompts = ['review', 'summary', 'email', 'preview'].map((name) => ({ name, text: `The text of ${name}` }))
const find = (message: string) => findPrompts(prompts, message).map(({ name }) => name)

test('a slash and a part of a name finds prompts, and those that begin with it come first', () => {
  expect(find('/')).toEqual(['review', 'summary', 'email', 'preview'])
  expect(find('/RE')).toEqual(['review', 'preview'])
  expect(find('/view')).toEqual(['review', 'preview'])
})

test('a message that is more than a slash and a name finds none', () => {
  for (const message of ['', 'review', '/review this', ' /review', 'a/review', '/nothing', '/review\n']) {
    expect(find(message)).toEqual([])
  }
})

test('at most eight are offered', () => {
  const many = Array.from({ length: 9 }, (_, place) => ({ name: `p${place}`, text: 'x' }))
  expect(findPrompts(many, '/p')).toHaveLength(8)
  expect(findPrompts(many.slice(1), '/p')).toHaveLength(8)
})
