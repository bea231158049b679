// Sends an hour's worth of traffic, one request a second, as fast as the machine can, and watches the heap of a server
// behind a socket: plain and streamed answers, tools, schemas, embeddings, tokens, refusals, a crash now and then,
// loads, and clients that leave in the middle.
// Usage, after a build: node --expose-gc test/load/measure-memory.mjs [requests]
import { createEmulator, createDemoWorld } from '../../dist/index.js'
import { listen } from '../../dist/node/index.js'

const [requests = 3600] = process.argv.slice(2).map(Number)
const world = createDemoWorld()
const emulator = createEmulator({ world, journal: 100, settings: { pingSeconds: 1 } })
const { url, close } = await listen(emulator)
const [other, main] = [world.models.find(({ name }) => name !== world.loaded?.model)?.name, world.loaded?.model]
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const tools = [{ type: 'function', function: { name: 'get_weather', description: 'Weather', parameters } }]

const ask = (index, more) => ({ messages: [{ role: 'user', content: `Hello number ${index} [[len:40]]` }], ...more })
const usage = { stream_options: { include_usage: true } }
const KINDS = [
  (index) => ['/v1/chat/completions', ask(index, usage)],
  (index) => ['/v1/chat/completions', ask(index, { stream: true, ...usage })],
  (index) => ['/v1/chat/completions', ask(index, { stream: true, n: 2, logprobs: true, top_logprobs: 2 })],
  (index) => ['/v1/completions', { prompt: `Once ${index} [[len:40]]`, stream: true, max_tokens: 60 }],
  () => ['/v1/chat/completions', { messages: [{ role: 'user', content: 'The weather in Oslo?' }], tools }],
  (index) => ['/v1/chat/completions', ask(index, { json_schema: parameters })],
  (index) => ['/v1/token/encode', { text: `Some words, ${index} of them. `.repeat(50) }],
  (index) => ['/v1/embeddings', { input: [`Text ${index}`, 'another'] }],
  (index) => ['/v1/chat/completions', ask(index, { temperature: 'warm' })],
]

async function sendOne(index) {
  // A crash each five minutes, and a model load each ten.
  const isCrash = index % 300 === 299
  const isLoad = index % 600 === 599
  const load = ['/v1/model/load', { model_name: index % 1200 === 599 ? other : main }]
  const crash = ['/v1/chat/completions', ask(index, { messages: [{ role: 'user', content: '[[fail:2]]' }] })]
  const [path, body] = isLoad ? load : isCrash ? crash : KINDS[index % KINDS.length](index)
  const headers = { 'content-type': 'application/json' }
  const left = new AbortController()
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body), signal: left.signal })
  // Every tenth client leaves in the middle.
  if (index % 10 !== 0) return answer.text()
  await answer.body.getReader().read()
  left.abort()
}

const readMemory = async () => {
  await new Promise((resolve) => setTimeout(resolve, 300))
  globalThis.gc()
  const { heapUsed, rss } = process.memoryUsage()
  return `heap ${(heapUsed / 2 ** 20).toFixed(1)} MB, process ${(rss / 2 ** 20).toFixed(0)} MB`
}
const began = performance.now()
const warmup = 600
for (let index = 0; index < warmup; index += 1) await sendOne(index)
console.log(`after ${warmup} requests: ${await readMemory()}`)
for (let part = 1; part <= 4; part += 1) {
  for (let index = 0; index < requests / 4; index += 1) await sendOne(warmup + ((part - 1) * requests) / 4 + index)
  console.log(`after ${warmup + (part * requests) / 4} requests: ${await readMemory()}`)
}
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s; health lists ${emulator.healthIssues.length} issues`)
await close()
