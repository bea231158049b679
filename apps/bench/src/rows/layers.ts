import { callLayers, chunkLayers, type Contender } from '../measure/contender.js'
import { getMedian } from '../measure/get-median.js'
import { runRounds } from '../measure/run-rounds.js'
import { cpuRows } from './cpu-rows.js'

/** What one layer adds to those below it, in microseconds of CPU time. */
export interface LayerFigure {
  readonly name: string
  /** Cost of this layer and all below it. */
  readonly total: number
  /** Median of what it costs more than the one below it, round by round. */
  readonly added: number
}

/** The rows that are taken apart, and into what. */
const stacks: readonly { readonly row: string; readonly layers: readonly Contender[] }[] = [
  { row: 'chunk-block', layers: chunkLayers },
  { row: 'chunk-event', layers: chunkLayers },
  { row: 'call', layers: callLayers },
]

/** What each layer adds to the one below it, round by round; the first one is the ground. */
export function takeApart(samples: readonly (readonly [string, readonly number[]])[]): LayerFigure[] {
  return samples.map(([name, values], index) => {
    const below = samples[index - 1]?.[1]
    const added = values.map((value, round) => value - (below?.[round] ?? 0))
    return { name, total: getMedian(values), added: getMedian(added) }
  })
}

/** Tells where the time goes: each client does one layer more than the one before it. */
export async function measureLayers(serverUrl: string, scale: number, rounds: number) {
  const results: { readonly title: string; readonly layers: readonly LayerFigure[] }[] = []
  for (const { row, layers } of stacks) {
    const { title, getTask } = cpuRows.find(({ id }) => id === row)!
    const samples = await runRounds(layers, { ...getTask(serverUrl, scale), text: undefined }, rounds)
    results.push({ title, layers: takeApart([...samples]) })
  }
  return results
}
