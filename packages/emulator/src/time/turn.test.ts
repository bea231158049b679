import { setImmediate as nextRound } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createTurn } from './turn.js'

function work(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe('a turn', () => {
  test('is over after some milliseconds, and begins anew', async () => {
    const turn = createTurn()
    expect(turn.isOver()).toBe(false)
    work(12)
    expect(turn.isOver()).toBe(true)
    await turn.next()
    expect(turn.isOver()).toBe(false)
  })

  test('is passed from one to the next, with the event loop in between, however many wait', async () => {
    let done = 0
    const works = Array.from({ length: 20 }, async () => {
      const turn = createTurn()
      for (let slice = 0; slice < 3; slice += 1) {
        await turn.next()
        work(5)
        done += 1
      }
    })
    let most = 0
    for (let before = 0; done < 60; before = done) {
      await nextRound()
      most = Math.max(most, done - before)
    }
    await Promise.all(works)
    expect(most).toBeLessThanOrEqual(2)
  })
})
