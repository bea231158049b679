import { expect, test } from 'vitest'
import { rankMember } from './rank-member.js'

const sessions = Array.from({ length: 10_000 }, (_, index) => `session-${index}`)

/** The address that each session prefers. */
const assign = (weights: Readonly<Record<string, number>>) =>
  sessions.map(
    (session) =>
      Object.entries(weights).reduce((best, each) =>
        rankMember(session, ...each) > rankMember(session, ...best) ? each : best,
      )[0],
  )

const getShare = (homes: readonly string[], url: string) => homes.filter((home) => home === url).length / homes.length

test('sessions are spread evenly over addresses that differ in one character', () => {
  const homes = assign({ 'http://10.0.0.11:5000': 1, 'http://10.0.0.12:5000': 1, 'http://10.0.0.13:5000': 1 })
  for (const last of [1, 2, 3]) expect(getShare(homes, `http://10.0.0.1${last}:5000`)).toBeCloseTo(1 / 3, 1)
})

test('a weight is a share of the sessions', () => {
  const homes = assign({ 'http://one:5000': 1, 'http://two:5000': 3 })
  expect(getShare(homes, 'http://two:5000')).toBeCloseTo(0.75, 1)
})

test('a server that is added takes sessions, and moves none between the others', () => {
  const before = assign({ 'http://one:5000': 1, 'http://two:5000': 1 })
  const after = assign({ 'http://one:5000': 1, 'http://two:5000': 1, 'http://three:5000': 1 })
  const moved = after.filter((home, index) => home !== before[index])
  expect(moved.length / sessions.length).toBeCloseTo(1 / 3, 1)
  expect(new Set(moved)).toEqual(new Set(['http://three:5000']))
})
