// 100,000 small requests over sockets, in a process of its own: after a warm-up, memory does not grow any more.
import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTabbyClient, requestJson } from '../../packages/core/dist/index.js'
import { createReport } from '../report.mjs'

const count = 100_000
const parallel = 20

/** The server is a process of its own, so that its memory is not counted. */
function serve() {
  const answer = '{"tokens":[1,2,3],"length":3}'
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
    response.end(answer)
  })
  server.listen(0, '127.0.0.1', () => process.send(server.address().port))
}

async function getHeap() {
  for (let round = 0; round < 4; round++) {
    await sleep(20)
    globalThis.gc()
  }
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

async function measure(port) {
  const { signal } = new AbortController()
  const client = createTabbyClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'a-key' })
  const body = { text: 'some words' }
  async function send(times) {
    for (let sent = 0; sent < times; sent++) {
      await requestJson(client, { path: '/v1/token/encode', operation: 'read', body, signal })
    }
  }
  const heaps = []
  const begin = performance.now()
  // Ten rounds; the first warms up.
  for (let round = 0; round < 10; round++) {
    await Promise.all(Array.from({ length: parallel }, () => send(count / 10 / parallel)))
    heaps.push(await getHeap())
  }
  return { heaps, seconds: (performance.now() - begin) / 1000 }
}

if (process.send) serve()
else if (!globalThis.gc) throw new Error('start this with --expose-gc')
else {
  const server = fork(process.argv[1], { execArgv: [] })
  const port = await new Promise((resolve) => server.once('message', resolve))
  const report = createReport()
  const { heaps, seconds } = await measure(port)
  server.kill()
  const shown = heaps.map((heap) => heap.toFixed(2)).join(' ')
  console.log(`  ${count} requests in ${seconds.toFixed(1)} s; MiB in use after each tenth: ${shown}`)
  const growth = heaps.at(-1) - heaps[0]
  report.expectNone('memory does not grow', growth < 1 ? [] : [`${growth.toFixed(2)} MiB more than after the warm-up`])
  report.finish()
}
