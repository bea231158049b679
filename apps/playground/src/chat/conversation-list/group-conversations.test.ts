import { expect, test } from 'vitest'
import { createConversation } from '../conversation/create-conversation.js'
import { groupConversations } from './group-conversations.js'

const at = (updatedAt: string, pinned = false) => ({
  ...createConversation(),
  title: updatedAt,
  updatedAt: new Date(updatedAt).getTime(),
  pinned,
})

test('conversations are grouped by day, and pinned ones come first', () => {
  const rows = ['2026-12-01T00:00', '2026-11-30T23:59', '2026-11-24T00:00', '2026-11-23T23:59', '2025-12-31T12:00']
  const groups = groupConversations(
    [...rows.map((row) => at(row)), at('2020-01-01T00:00', true)],
    new Date('2026-12-01T09:00'),
  )
  expect(groups.map(({ title, rows: [first] }) => [title, first?.title])).toEqual([
    ['Pinned', '2020-01-01T00:00'],
    ['Today', '2026-12-01T00:00'],
    ['Yesterday', '2026-11-30T23:59'],
    ['Previous 7 days', '2026-11-24T00:00'],
    ['November 2026', '2026-11-23T23:59'],
    ['December 2025', '2025-12-31T12:00'],
  ])
})
