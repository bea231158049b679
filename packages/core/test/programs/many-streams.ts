// Reads many streams at the same time, and tells what is left of them when all is quiet.
import { setTimeout as sleep } from 'node:timers/promises'
import { createTabbyClient, requestJson, requestStream } from '../../src/index.js'
import { getMemory } from './memory.js'

const controller = new AbortController()
const client = createTabbyClient({ baseUrl: process.argv[2] })
// Asked of the server: an idle connection does not keep a process alive, so Node does not list it.
const countConnections = () => requestJson<number>(client, { path: '/connections' })
const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
let events = 0
let mostConnections = 0
async function readMany(count: number) {
  const readOne = async (_name: unknown, index: number) => {
    const stream = await requestStream(client, { path: '/v1/x', body: {}, signal: controller.signal })
    for await (const _ of stream) {
      events++
      // One in ten is left in the middle.
      if (index % 10 === 0 && events % 100 === 0) break
    }
  }
  await Promise.all(Array.from({ length: count }, readOne))
  mostConnections = await countConnections()
  // Node closes an idle connection after 4 s, give or take one.
  for (let round = 0; (await countConnections()) > 1 && round < 100; round++) await sleep(100)
  return { memory: await getMemory(), connections: await countConnections(), timers: countTimers() }
}
// The first round leaves what Node keeps for each connection that it once had, about 3 kB.
const before = await readMany(Number(process.argv[3]))
events = 0
const after = await readMany(Number(process.argv[3]))
console.log(JSON.stringify({ before, after, events, mostConnections }))
