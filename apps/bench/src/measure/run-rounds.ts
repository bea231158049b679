import type { Contender } from './contender.js'
import type { Order } from './order.js'
import { type ClientProcess, startClient } from './start-process.js'

/** What one row of the table measures. */
export interface Task {
  readonly order: Order
  /** What the cost is divided by: the number of events, or of calls. */
  readonly units: number
  /** What each client has to have read at the end. */
  readonly text: string
}

/** The samples of each client, one per round, in microseconds per unit. */
export type Samples = ReadonlyMap<string, readonly number[]>

/** Begins each round with another client, so that none is always the one after a slow one. */
function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

/**
 * Measures clients side by side: each in a process of its own, one after another in each round, so that whatever else
 * the machine does falls on all of them. Two rounds before the first one that counts let the compiler warm up.
 */
export async function runRounds(contenders: readonly Contender[], task: Task, rounds: number): Promise<Samples> {
  const processes = new Map<string, ClientProcess>()
  const samples = new Map<string, number[]>()
  try {
    for (const { name, module, exported } of contenders) {
      processes.set(name, await startClient(module, exported))
      samples.set(name, [])
    }
    for (let round = -2; round < rounds; round++) {
      for (const { name } of rotate(contenders, round + 2)) {
        const { microseconds, text, characters } = await processes.get(name)!.measure(task.order)
        if (text !== task.text) throw new Error(`${name} read another text: ${text.slice(0, 100)}`)
        if (characters !== task.text.length * task.order.repeats) throw new Error(`${name} lost some of the text`)
        if (round >= 0) samples.get(name)!.push(microseconds / task.units)
      }
    }
  } finally {
    for (const { stop } of processes.values()) stop()
  }
  return samples
}
