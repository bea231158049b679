// One client, alone in a process: takes orders, one at a time, and tells what they cost.
import { pathToFileURL } from 'node:url'
import { type BenchClient, type CreateBenchClient, settings } from '../clients/bench-client.js'
import { getMedian } from './get-median.js'
import type { Order, Outcome } from './order.js'

const [path, exported] = process.argv.slice(2) as [string, string]
const createBenchClient: CreateBenchClient = (await import(pathToFileURL(path).href))[exported]
const clients = new Map<string, BenchClient>()

/** How long many calls take together, in the client's own way of making them. */
async function obeyInBulk(client: BenchClient, { repeats, parallel }: Order): Promise<Outcome> {
  const begin = performance.now()
  const texts = await client.createTexts!(repeats, parallel)
  const microseconds = (performance.now() - begin) * 1000
  return { microseconds, text: texts[0]!, characters: texts.join('').length }
}

async function obey(order: Order): Promise<Outcome> {
  const { baseUrl, work, prompt, repeats, parallel, keepText } = order
  const messages = prompt === undefined ? settings.messages : [{ role: 'user' as const, content: prompt }]
  const client = clients.get(baseUrl) ?? createBenchClient(baseUrl, { ...settings, messages })
  clients.set(baseUrl, client)
  if (work === 'bulk') return obeyInBulk(client, order)
  const firsts: number[] = []
  let characters = 0
  let text = ''
  const doOnce = async (isKept: boolean) => {
    if (work === 'call') {
      const answer = await client.createText()
      characters += answer.length
      if (isKept) text = answer
      return
    }
    const begin = performance.now()
    let isBegun = work === 'stream'
    await client.streamText((piece) => {
      if (!isBegun) isBegun = firsts.push((performance.now() - begin) * 1000) > 0
      characters += piece.length
      if (isKept) text += piece
    })
  }
  const doMany = async (_: unknown, lane: number) => {
    for (let time = 0; time < repeats / parallel; time++) await doOnce(keepText && lane + time === 0)
  }
  // No collection is forced here: it would take the shapes of the last answer's objects away, and with them the code
  // that was compiled for them. A chunk of the fetch baseline then cost 3.0 instead of 2.0 µs, half of it the compiler's.
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: parallel }, doMany))
  const { user, system } = process.cpuUsage(before)
  return { microseconds: work === 'first' ? getMedian(firsts) : user + system, text, characters }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (outcome) => process.send!(outcome),
    (error: unknown) => process.send!({ failure: error instanceof Error ? error.stack : String(error) }),
  )
})
process.on('disconnect', () => process.exit())
process.send!('ready')
