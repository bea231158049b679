import { expect, test } from 'vitest'
import { addTurn } from './add-turn.js'
import { chooseBranch } from './choose-branch.js'
import type { AnswerPart, Conversation, Turn } from './conversation.js'
import { createConversation } from './create-conversation.js'
import { insertTurn } from './insert-turn.js'
import { readBranch } from './read-branch.js'
import { removeTurn } from './remove-turn.js'
import { replaceTurn } from './replace-turn.js'
import { toMessages } from './to-messages.js'
import { uniteTurns } from './unite-turns.js'

const ask = (id: string, parent: string, text = id, images: string[] = []): Turn => ({
  id,
  parent,
  role: 'user',
  text,
  images,
})
const answer = (id: string, parent: string, ...parts: AnswerPart[]): Turn => ({
  id,
  parent,
  role: 'assistant',
  parts: parts.length ? parts : [{ type: 'text', text: id }],
  model: 'a model',
  end: 'stop',
})
const grow = (...turns: Turn[]): Conversation => turns.reduce(addTurn, createConversation())
const readIds = (conversation: Conversation) => readBranch(conversation).map(({ turn }) => turn.id)

test('the branch that was made last is looked at, and the others stay', () => {
  const conversation = grow(ask('q1', ''), answer('a1', 'q1'), answer('a2', 'q1'), ask('q2', 'a2'))
  expect(readIds(conversation)).toEqual(['q1', 'a2', 'q2'])
  expect(readBranch(conversation)[1]!.siblings.map(({ id }) => id)).toEqual(['a1', 'a2'])
})

test('a turn can be removed and inserted, and what follows it stays', () => {
  const full = grow(ask('q1', ''), answer('a1', 'q1'), ask('q2', 'a1'), answer('a2', 'q2'))
  const without = removeTurn(full, 'a1')
  expect(readIds(without)).toEqual(['q1', 'q2', 'a2'])
  expect(readIds(insertTurn(without, answer('a3', 'q1'), 'q2'))).toEqual(['q1', 'a3', 'q2', 'a2'])
  expect(readIds(insertTurn(full, ask('q3', 'a2'), undefined))).toEqual(['q1', 'a1', 'q2', 'a2', 'q3'])
  expect(readIds(removeTurn(full, 'q1'))).toEqual(['a1', 'q2', 'a2'])
  expect(removeTurn(full, 'unknown')).toBe(full)
  // Another tab that still has the turn does not bring it back.
  expect(readIds(uniteTurns(full, without))).toEqual(['q1', 'q2', 'a2'])
  expect(readIds(uniteTurns(without, full))).toEqual(['q1', 'q2', 'a2'])
})

test('choosing a branch shows what followed it, and choosing it again shows where one was', () => {
  const full = grow(ask('q1', ''), answer('a1', 'q1'), ask('q2', 'a1'), answer('a2', 'q2'), ask('q1b', ''))
  expect(readIds(full)).toEqual(['q1b'])
  const back = chooseBranch(full, 'q1')
  expect(readIds(back)).toEqual(['q1', 'a1', 'q2', 'a2'])
  expect(readIds(chooseBranch(back, 'q1b'))).toEqual(['q1b'])
  expect(chooseBranch(back, 'nobody')).toBe(back)
})

test('a circle of turns, which a file could hold, comes to an end', () => {
  const circle: Conversation = { ...createConversation(), turns: [ask('a', ''), ask('b', 'a'), ask('a', 'b')] }
  expect(readIds(circle)).toEqual(['a', 'b', 'a'])
})

test('the first question names the conversation, and later ones do not', () => {
  const conversation = grow(ask('q1', '', `  \nWhy ${'so '.repeat(40)}long?`), ask('q2', ''))
  expect(conversation.title).toMatch(/^Why so so .*…$/)
  expect(conversation.title.length).toBeLessThanOrEqual(60)
  expect(grow(ask('q1', '', '', ['data:image/png;base64,AA'])).title).toBe('An image')
})

test('a turn is replaced in its place', () => {
  const conversation = replaceTurn(
    grow(ask('q1', ''), answer('a1', 'q1')),
    answer('a1', 'q1', { type: 'text', text: 'x' }),
  )
  expect(toMessages('', conversation.turns)[1]).toEqual({ role: 'assistant', content: 'x' })
})

test('a conversation is sent with its system prompt, images and thoughts', () => {
  const turns = [
    ask('q', '', 'What is this?', ['data:image/png;base64,AA']),
    answer('a', 'q', { type: 'reasoning', text: 'Hm.' }, { type: 'text', text: 'A cat.' }),
  ]
  expect(toMessages('Be short.', turns)).toEqual([
    { role: 'system', content: 'Be short.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } },
      ],
    },
    { role: 'assistant', content: 'A cat.', reasoning_content: 'Hm.' },
  ])
  expect(toMessages('  ', [])).toEqual([])
  const value = answer('a', 'q', { type: 'object', value: { a: [1] } })
  expect(toMessages('', [value])).toEqual([{ role: 'assistant', content: '{"a":[1]}' }])
})

test('the steps of an answer with tools become turns, and a stopped call has a result too', () => {
  const call = (id: string) => ({ id, type: 'function' as const, function: { name: 'clock', arguments: '{}' } })
  const turn = answer(
    'a',
    'q',
    { type: 'text', text: 'Let me see.' },
    { type: 'tool', call: call('1'), result: 'noon' },
    { type: 'tool', call: call('2') },
    { type: 'text', text: 'It is noon.' },
  )
  expect(toMessages('', [turn])).toEqual([
    { role: 'assistant', content: 'Let me see.', tool_calls: [call('1'), call('2')] },
    { role: 'tool', tool_call_id: '1', content: 'noon' },
    { role: 'tool', tool_call_id: '2', content: 'The call was stopped.' },
    { role: 'assistant', content: 'It is noon.' },
  ])
})
