import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { compare } from '../measure/compare.js'
import {
  type Proxy,
  readCpu,
  readMemory,
  startEmulator,
  startGateway,
  startNginx,
  startPassThrough,
} from '../measure/start-proxies.js'
import type { ResultRow } from '../report/results.js'

/** Memory of the gateway while streams are held open, in megabytes. */
export interface HeldStreams {
  readonly streams: number
  readonly idle: number
  /** When all of them had their first chunk, and later, in seconds. */
  readonly held: readonly { readonly after: number; readonly megabytes: number }[]
}

/** What a gateway costs. */
export interface GatewayFigures {
  readonly rows: readonly ResultRow[]
  readonly memory: HeldStreams
}

const mark = 'data: '
const agent = new Agent({ keepAlive: true, maxSockets: Infinity })

/** One stream: when its first bytes came, and how many events it had. */
interface StreamOutcome {
  readonly first: number
  readonly events: number
}

function openStream({ url }: Proxy, tokens: number, onFirst?: () => void): Promise<StreamOutcome> {
  const messages = [{ role: 'user', content: `[[len:${tokens}]]` }]
  const body = JSON.stringify({ messages, stream: true, max_tokens: tokens })
  return new Promise((resolve, reject) => {
    const begin = performance.now()
    let first = 0
    let events = 0
    let rest = Buffer.alloc(0)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const call = request(`${url}/v1/chat/completions`, { method: 'POST', agent, headers }, (response) => {
      response.on('data', (bytes: Buffer) => {
        if (first === 0) {
          first = performance.now() - begin
          onFirst?.()
        }
        const text = Buffer.concat([rest, bytes])
        for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) events++
        // A mark that is split between two reads.
        rest = text.subarray(1 - mark.length)
      })
      response.on('end', () => resolve({ first: first * 1000, events }))
      response.on('error', reject)
    })
    call.on('error', reject).end(body)
  })
}

async function readChunkCost(proxy: Proxy, streams: number, tokens: number): Promise<number> {
  const begin = readCpu(proxy)
  const outcomes = await Promise.all(Array.from({ length: streams }, () => openStream(proxy, tokens)))
  // Every stream must have all its tokens, whoever relays it.
  const short = outcomes.find(({ events }) => events < tokens)
  if (short) throw new Error(`${proxy.name} relayed ${short.events} events of ${tokens}`)
  return (readCpu(proxy) - begin) / (streams * tokens)
}

async function readFirstChunk(proxy: Proxy, repeats: number): Promise<number> {
  let sum = 0
  for (let count = 0; count < repeats; count++) sum += (await openStream(proxy, 1)).first
  return sum / repeats
}

async function runRounds(proxies: readonly Proxy[], rounds: number, measure: (proxy: Proxy) => Promise<number>) {
  const samples = new Map<string, number[]>(proxies.map(({ name }) => [name, []]))
  for (const proxy of proxies) await measure(proxy)
  for (let round = 0; round < rounds; round++) {
    for (const proxy of proxies) samples.get(proxy.name)!.push(await measure(proxy))
  }
  return samples
}

async function withProxies<T>(
  [tokensPerSecond, prefill]: readonly [number, number],
  use: (proxies: readonly Proxy[]) => Promise<T>,
): Promise<T> {
  const upstream = await startEmulator(tokensPerSecond, prefill)
  const started = await Promise.all([
    startPassThrough(upstream.url),
    startNginx(upstream.url),
    startGateway(upstream.url),
  ])
  const proxies = started.filter((proxy) => proxy !== undefined)
  try {
    return await use(proxies)
  } finally {
    for (const proxy of [...proxies, upstream]) proxy.stop()
  }
}

async function holdStreams(streams: number, seconds: readonly number[]): Promise<HeldStreams> {
  const upstream = await startEmulator(2)
  const gateway = await startGateway(upstream.url)
  try {
    await openStream(gateway, 1)
    const idle = readMemory(gateway)
    let begun = 0
    const calls = Array.from({ length: streams }, () => openStream(gateway, 1000, () => begun++).catch(() => {}))
    while (begun < streams) await sleep(100)
    const begin = performance.now()
    const held: { after: number; megabytes: number }[] = []
    for (const after of seconds) {
      await sleep(begin + after * 1000 - performance.now())
      held.push({ after, megabytes: readMemory(gateway) })
    }
    gateway.stop()
    await Promise.all(calls)
    return { streams, idle, held }
  } finally {
    gateway.stop()
    upstream.stop()
  }
}

/** Measures the gateway beside a bare pass-through and nginx, before the same server. */
export async function measureGateway(rounds: number): Promise<GatewayFigures> {
  const baseline = 'pass-through'
  const row = (id: string, title: string, goal: number, samples: Map<string, number[]>): ResultRow => ({
    id,
    title,
    baseline,
    goal,
    figures: compare(samples, baseline),
  })
  const paced = await withProxies([100, 0], (proxies) =>
    runRounds(proxies, rounds, (proxy) => readChunkCost(proxy, 20, 200)),
  )
  const fast = await withProxies([0, 0], async (proxies) => ({
    chunk: await runRounds(proxies, rounds, (proxy) => readChunkCost(proxy, 4, 3000)),
    first: await runRounds(proxies, rounds, (proxy) => readFirstChunk(proxy, 50)),
  }))
  const prompted = await withProxies([0, 100], (proxies) =>
    runRounds(proxies, rounds, (proxy) => readFirstChunk(proxy, 10)),
  )
  return {
    rows: [
      row('gateway-chunk', 'CPU per relayed chunk, 20 streams at 100 tokens a second', 2, paced),
      row('gateway-rush', 'CPU per relayed chunk, as fast as it goes', Infinity, fast.chunk),
      row('gateway-first', 'Time to the first chunk, after 100 ms for the prompt', 1.2, prompted),
      row('gateway-first-rush', 'Time to the first chunk, of a server that answers at once', Infinity, fast.first),
    ],
    memory: await holdStreams(1000, [1, 10, 20, 40]),
  }
}
