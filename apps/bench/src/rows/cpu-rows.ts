import { type Contender, watching } from '../measure/contender.js'
import type { Task } from '../measure/run-rounds.js'
import { getText } from '../server/answer-pieces.js'

/** A row whose figures are taken in rounds, side by side. */
export interface CpuRow {
  readonly id: string
  readonly title: string
  /** The baseline that this row is judged by, and how far above it ours may lie. */
  readonly baseline: 'fetch baseline' | 'ky baseline' | 'unwatched'
  readonly goal: number
  /** Who is measured, if it is not the baselines, ours and the peers. */
  readonly contenders?: readonly Contender[]
  readonly getTask: (serverUrl: string, scale: number) => Task
}

function stream(way: 'block' | 'event', events: number): CpuRow['getTask'] {
  return (serverUrl, scale) => {
    const units = Math.max(1, Math.round(events * scale))
    const order = { baseUrl: `${serverUrl}/${way}-${units}`, work: 'stream', repeats: 1, parallel: 1 } as const
    return { order, units, text: getText(units) }
  }
}

function call(repeats: number, parallel: number): CpuRow['getTask'] {
  return (serverUrl, scale) => {
    const units = Math.max(1, Math.round((repeats * scale) / parallel)) * parallel
    const order = { baseUrl: `${serverUrl}/block-1`, work: 'call', repeats: units, parallel } as const
    return { order, units, text: getText(1) }
  }
}

/** The rows of CPU time, and the one of time to the first text; all in microseconds. */
export const cpuRows: readonly CpuRow[] = [
  {
    id: 'chunk-block',
    title: 'CPU per streamed chunk, writes of 16 KiB',
    baseline: 'fetch baseline',
    goal: 1.15,
    getTask: stream('block', 40_000),
  },
  {
    id: 'chunk-event',
    title: 'CPU per streamed chunk, one event per write',
    baseline: 'fetch baseline',
    goal: 1.15,
    getTask: stream('event', 6000),
  },
  {
    id: 'watched',
    title: 'CPU per chunk of a watched stream, writes of 16 KiB',
    baseline: 'unwatched',
    goal: 1.05,
    contenders: watching,
    getTask: stream('block', 40_000),
  },
  {
    id: 'call',
    title: 'CPU per small call, one after another',
    baseline: 'ky baseline',
    goal: 1.05,
    getTask: call(512, 1),
  },
  {
    id: 'call-parallel',
    title: 'CPU per small call, 64 at the same time',
    baseline: 'ky baseline',
    goal: 1.05,
    getTask: call(512, 64),
  },
  {
    id: 'first',
    title: 'Time to the first text of a stream',
    baseline: 'ky baseline',
    goal: 1.05,
    getTask: (serverUrl, scale) => {
      const repeats = Math.max(1, Math.round(64 * scale))
      const order = { baseUrl: `${serverUrl}/event-1`, work: 'first', repeats, parallel: 1 } as const
      return { order, units: 1, text: getText(1) }
    },
  },
]
