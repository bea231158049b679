import type { Contender } from '../measure/contender.js'
import { runRounds } from '../measure/run-rounds.js'
import { startEmulator } from '../measure/start-proxies.js'
import { type GrowthPoint, toPoint } from './growth.js'

const concurrencies = [1, 4, 16, 64]
/** A short reply, whose tokens come at the pace of a GPU however many there are at the same time. */
const prompt = '[[len:8]]'
const tokensPerSecond = 80
/** How many replies one lane waits for: about a second. */
const perLane = 10

async function readReply(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ messages: [{ role: 'user', content: prompt }] })
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })
  const { choices } = (await response.json()) as { choices: [{ message: { content: string } }] }
  return choices[0].message.content
}

/** How many calls a second clients make that are told to make many, at most so many at a time. */
export async function measureBulk(
  contenders: readonly Contender[],
  scale: number,
  rounds: number,
): Promise<GrowthPoint[]> {
  const { url: baseUrl, stop } = await startEmulator(tokensPerSecond)
  try {
    const text = await readReply(baseUrl)
    const points: GrowthPoint[] = []
    for (const parallel of concurrencies) {
      const units = Math.max(1, Math.round(perLane * scale)) * parallel
      const order = { baseUrl, work: 'bulk', prompt, repeats: units, parallel } as const
      for (const [name, values] of await runRounds(contenders, { order, units, text }, rounds)) {
        const perSecond = values.map((microseconds) => 1e6 / microseconds)
        points.push(toPoint(name, parallel, perSecond))
      }
    }
    return points
  } finally {
    stop()
  }
}
