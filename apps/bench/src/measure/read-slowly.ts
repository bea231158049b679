// Reads one text of a stream of 200 MB and then sleeps: tells how much memory the process took meanwhile.
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { type CreateBenchClient, settings } from '../clients/bench-client.js'

const [path, exported, serverUrl, pause] = process.argv.slice(2) as [string, string, string, string]
const createBenchClient: CreateBenchClient = (await import(pathToFileURL(path).href))[exported]
const collectGarbage = (globalThis as { gc?: () => void }).gc!

async function getMemory() {
  for (let round = 0; round < 3; round++) {
    await sleep(10)
    collectGarbage()
  }
  const { heapUsed, external } = process.memoryUsage()
  return { heap: heapUsed / 1e6, external: external / 1e6 }
}

// Everything is loaded and connected before the idle process is measured.
await createBenchClient(`${serverUrl}/block-10`, settings).streamText(() => {})
const idle = await getMemory()
await createBenchClient(`${serverUrl}/block-800000`, settings).streamText(async () => {
  await sleep(Number(pause))
  const asleep = await getMemory()
  const written = Number(await (await fetch(`${serverUrl}/written`)).text()) / 1e6
  const result = { heap: asleep.heap - idle.heap, external: asleep.external - idle.external, written }
  process.send!(result, () => process.exit())
  await new Promise(() => {})
})
