import { expect, test } from 'vitest'
import { addTurn } from '../conversation/add-turn.js'
import { createConversation } from '../conversation/create-conversation.js'
import { findConversations } from './find-conversations.js'

const talk = (question: string, answer: string) =>
  addTurn(addTurn(createConversation(), { id: 'q', parent: '', role: 'user', text: question, images: [] }), {
    id: 'a',
    parent: 'q',
    role: 'assistant',
    parts: [{ type: 'text', text: answer }],
    model: '',
    end: 'stop',
  })

test('all words have to be there, in the question, the answer or the title, in any order and case', () => {
  const all = [talk('Where do Cats sleep?', 'On keyboards.'), talk('And dogs?', 'On sofas.')]
  expect(findConversations(all, ' keyboards CATS ')).toEqual([all[0]])
  expect(findConversations(all, 'cats sofas')).toEqual([])
  expect(findConversations(all, ' ')).toBe(all)
})
