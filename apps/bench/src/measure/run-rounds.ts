import type { Contender } from './contender.js'
import type { Order, Outcome } from './order.js'
import { type ClientProcess, startClient } from './start-process.js'

/** What one row of the table measures. */
export interface Task {
  readonly order: Omit<Order, 'keepText'>
  /** What the cost is divided by: the number of events, or of calls. */
  readonly units: number
  /** What each client has to have read at the end; `undefined` where it does not read texts. */
  readonly text: string | undefined
}

/** The samples of each client, one per round, in microseconds per unit. */
export type Samples = ReadonlyMap<string, readonly number[]>

/** Begins each round with another client, so that none is always the one after a slow one. */
function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

const warmUpRounds = 3

function checkText(name: string, expected: string, repeats: number, { text, characters }: Outcome, isKept: boolean) {
  if (isKept && text !== expected) throw new Error(`${name} read another text: ${text.slice(0, 100)}`)
  if (characters !== expected.length * repeats) throw new Error(`${name} read ${characters} characters`)
}

/**
 * Measures clients side by side: each in a process of its own, one after another in each round, so that whatever else
 * the machine does falls on all of them. Rounds before the first one that counts let the compiler warm up, and are
 * where the texts are compared.
 */
export async function runRounds(contenders: readonly Contender[], task: Task, rounds: number): Promise<Samples> {
  const processes = new Map<string, ClientProcess>()
  const samples = new Map<string, number[]>()
  try {
    for (const { name } of contenders) samples.set(name, [])
    const start = async ({ name, module, exported }: Contender) =>
      processes.set(name, await startClient(module, exported))
    await Promise.all(contenders.map(start))
    for (let round = -warmUpRounds; round < rounds; round++) {
      for (const { name } of rotate(contenders, round + warmUpRounds)) {
        const outcome = await processes.get(name)!.measure({ ...task.order, keepText: round < 0 })
        if (task.text !== undefined) checkText(name, task.text, task.order.repeats, outcome, round < 0)
        if (round >= 0) samples.get(name)!.push(outcome.microseconds / task.units)
      }
    }
  } finally {
    for (const { stop } of processes.values()) stop()
  }
  return samples
}
