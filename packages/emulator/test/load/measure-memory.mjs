// Sends an hour's worth of traffic, one request a second, as fast as the machine can, and watches the heap.
// Usage, after a build: node --expose-gc test/load/measure-memory.mjs [requests]
import { createEmulator } from '../../dist/index.js'

const [requests = 3600] = process.argv.slice(2).map(Number)
const emulator = createEmulator({ journal: 100, settings: { pingSeconds: 1 } })
const url = 'http://emulator/v1/chat/completions'
const headers = { 'content-type': 'application/json' }
const { signal } = new AbortController()

async function sendOne(index) {
  const messages = [{ role: 'user', content: `Hello number ${index} [[len:40]]` }]
  const body = JSON.stringify({ messages, stream: index % 2 === 0, stream_options: { include_usage: true } })
  const answer = await emulator.fetch(url, { method: 'POST', headers, body, signal })
  // Every tenth client leaves in the middle.
  if (index % 10 !== 0) return answer.text()
  const reader = answer.body.getReader()
  await reader.read()
  return reader.cancel()
}

const readHeap = () => {
  globalThis.gc()
  return process.memoryUsage().heapUsed / 2 ** 20
}
for (let index = 0; index < 200; index += 1) await sendOne(index)
console.log(`after 200 requests: ${readHeap().toFixed(1)} MB`)
for (let part = 1; part <= 4; part += 1) {
  for (let index = 0; index < requests / 4; index += 1) await sendOne(index)
  console.log(`after ${200 + (part * requests) / 4} requests: ${readHeap().toFixed(1)} MB`)
}
