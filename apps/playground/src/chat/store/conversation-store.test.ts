import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { addTurn } from '../conversation/add-turn.js'
import type { AnswerTurn, QuestionTurn } from '../conversation/conversation.js'
import { createConversation } from '../conversation/create-conversation.js'
import { readBranch } from '../conversation/read-branch.js'
import { replaceTurn } from '../conversation/replace-turn.js'
import { toMessages } from '../conversation/to-messages.js'
import { exportConversations } from './export-conversations.js'
import { importConversations } from './import-conversations.js'
import { writeMarkdown, writeMessages } from './write-conversation.js'
import { openConversationStore } from './open-conversation-store.js'

const conversation = addTurn(
  addTurn(createConversation('Be short.'), {
    id: 'q',
    parent: '',
    role: 'user',
    text: 'What is this?',
    images: ['data:image/png;base64,AA'],
  }),
  {
    id: 'a',
    parent: 'q',
    role: 'assistant',
    parts: [
      { type: 'reasoning', text: 'Hm.' },
      { type: 'tool', call: { id: '1', function: { name: 'clock', arguments: '{}' } }, result: 'noon' },
      { type: 'text', text: 'A cat.', tokens: [{ token: 'A', probability: 1, others: [] }] },
    ],
    model: 'a model',
    end: 'stop',
    statistics: { duration: 1, tokens: 2, speeds: [3] },
  },
)

test('conversations are kept, listed by their last change, overwritten and removed', async () => {
  const store = await openConversationStore('kept')
  await store.save({ ...conversation, id: 'old', updatedAt: 1 })
  await store.save({ ...conversation, id: 'new', updatedAt: 2 })
  const again = await openConversationStore('kept')
  expect((await again.list()).map(({ id }) => id)).toEqual(['new', 'old'])
  await again.save({ ...conversation, id: 'old', updatedAt: 3, title: 'renamed' })
  expect((await store.list()).map(({ title }) => title)).toEqual(['renamed', 'What is this?'])
  await store.remove('new')
  expect((await again.list()).map(({ id }) => id)).toEqual(['old'])
})

test('what two tabs say in one conversation stays, whoever keeps it last', async () => {
  const store = await openConversationStore('tabs')
  const ask = (id: string) => ({ id, parent: 'a', role: 'user' as const, text: id, images: [] })
  const unfinished = replaceTurn(conversation, { ...conversation.turns[1]!, parts: [], end: 'writing' } as AnswerTurn)
  await store.save(addTurn(conversation, ask('in one')))
  await store.save(addTurn(unfinished, ask('in the other')))
  const [kept] = await store.list()
  expect(kept!.turns).toEqual([...conversation.turns, ask('in the other'), ask('in one')])
  expect(kept!.chosen.a).toBe('in the other')
})

test('what was exported comes back whole, under another id', () => {
  const [back] = importConversations(exportConversations([conversation]))
  expect(back).toEqual({ ...conversation, id: expect.not.stringContaining(conversation.id) })
})

test.each([
  [
    'messages',
    {
      title: 'T',
      messages: [
        { role: 'system', content: 'S' },
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
    },
  ],
  [
    'ChatGPT',
    [
      {
        title: 'T',
        current_node: '3',
        mapping: {
          0: { message: null, parent: null },
          1: { message: { author: { role: 'system' }, content: { parts: ['S'] } }, parent: '0' },
          2: { message: { author: { role: 'user' }, content: { parts: ['a'] } }, parent: '1' },
          3: { message: { author: { role: 'assistant' }, content: { parts: ['b'] } }, parent: '2' },
          4: { message: { author: { role: 'assistant' }, content: { parts: ['other'] } }, parent: '2' },
        },
      },
    ],
  ],
  [
    'Open WebUI',
    [
      {
        chat: {
          title: 'T',
          history: {
            currentId: 'c',
            messages: {
              s: { role: 'system', content: 'S', parentId: null },
              a: { role: 'user', content: 'a', parentId: 's' },
              b: { role: 'assistant', content: 'other', parentId: 'a' },
              c: { role: 'assistant', content: 'b', parentId: 'a' },
            },
          },
        },
      },
    ],
  ],
])('conversations of %s are imported, the branch that was shown', (_, file) => {
  const [imported, ...others] = importConversations(JSON.stringify(file))
  expect(others).toEqual([])
  expect(imported).toMatchObject({ title: 'T', system: 'S' })
  expect(
    toMessages(
      '',
      readBranch(imported!).map(({ turn }) => turn),
    ),
  ).toEqual([
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b' },
  ])
})

test('a chat of SillyTavern is imported line by line, and a cycle in a file ends', () => {
  const lines = [
    { user_name: 'U', character_name: 'Ada' },
    { name: 'U', is_user: true, mes: 'a' },
    { name: 'Ada', is_user: false, mes: 'b' },
  ]
  const [imported] = importConversations(lines.map((line) => JSON.stringify(line)).join('\n'))
  expect(imported).toMatchObject({ title: 'Ada', turns: [{ text: 'a' }, { parts: [{ text: 'b' }] }] })
  const node = { parent: '1', message: { author: { role: 'user' }, content: { parts: ['x'] } } }
  expect(importConversations(JSON.stringify([{ current_node: '1', mapping: { 1: node } }]))[0]!.turns).toHaveLength(1)
})

test('what is saved as messages is imported again, files and images included', () => {
  const turns = [
    {
      id: 'q',
      parent: '',
      role: 'user' as const,
      text: 'a',
      images: ['data:image/png;base64,AA'],
      files: [{ name: 'n.md', text: '```\nx' }],
    },
  ]
  const [back] = importConversations(writeMessages({ ...conversation, system: 'S', turns, chosen: {} }))
  expect(back).toMatchObject({ system: 'S', turns: [{ images: ['data:image/png;base64,AA'] }] })
  expect((back!.turns[0] as QuestionTurn).text).toBe('n.md\n````\n```\nx\n````\n\na')
  expect(writeMarkdown({ ...conversation, turns, chosen: {} })).toContain('## You\n\na')
})

test('a file that is something else is refused in words', () => {
  expect(() => importConversations('{')).toThrow(/not JSON/)
  expect(() => importConversations('{"format":"x"}')).toThrow(/no playground conversations \(format is wrong\)/)
})

test('a file cannot bring in an address that would be fetched, or a shape that would break the page', () => {
  const exported = exportConversations([conversation])
  const remote = exported.replace('data:image/png;base64,AA', 'https://example.com/track.png')
  expect(() => importConversations(remote)).toThrow(/turns\.0\.images\.0 is wrong/)
  expect(() => importConversations(exported.replace('"text": "Hm."', '"text": 7'))).toThrow(/parts\.0\.text is wrong/)
})

test('names that every object has are texts as others, and change nothing of it', () => {
  const turns = ['__proto__', 'constructor'].map((id, place) => ({
    id,
    parent: place ? '__proto__' : '',
    role: 'user' as const,
    text: id,
    images: [],
  }))
  const exported = exportConversations([{ ...conversation, turns, chosen: {} }])
  const hostile = exported.replace(
    '"chosen": {}',
    '"chosen": {"__proto__": {"polluted": "yes"}, "constructor": "x", "": "__proto__"}',
  )
  const [back] = importConversations(hostile)
  expect(readBranch(back!).map(({ turn }) => turn.id)).toEqual(['__proto__', 'constructor'])
  expect(({} as { polluted?: string }).polluted).toBeUndefined()
  expect(Object.keys(Object.prototype)).toEqual([])
})

test.each([
  ['"speeds": [\n', '"speeds": [1e999,\n', /statistics\.speeds\.0 is wrong/],
  ['"updatedAt": ', '"updatedAt": 1e999, "then": ', /updatedAt is wrong/],
  ['"probability": 1', '"probability": 1e9', /probability is wrong/],
  ['"speeds": [\n', '"speeds": {"length": 4294967294}, "then": [\n', /speeds is wrong/],
  ['"id": "a"', '"id": "q"', /turns is wrong/],
  ['"id": "a"', '"id": ""', /turns is wrong/],
])('a file with %s in the form %s is refused by its place', (from, to, why) => {
  const exported = exportConversations([conversation])
  expect(exported).toContain(from)
  expect(() => importConversations(exported.replace(from, to))).toThrow(why)
})

test('a value may be as deep as models write it, and no deeper than the page can keep', () => {
  const nest = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
  const exported = exportConversations([
    {
      ...conversation,
      turns: [{ ...(conversation.turns[1] as AnswerTurn), parts: [{ type: 'object', value: 'here' }] }],
    },
  ])
  expect(importConversations(exported.replace('"here"', nest(150)))).toHaveLength(1)
  for (const levels of [250, 20_000, 1_000_000]) {
    expect(() => importConversations(exported.replace('"here"', nest(levels)))).toThrow(/nested too deeply/)
  }
})
