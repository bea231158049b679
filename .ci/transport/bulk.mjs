// A night's run: killed with SIGKILL at 20 random moments it loses and doubles no result, 20,000 prompts take no memory
// that grows, and its overhead beside a bare loop is small.
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runBulk } from '../../packages/bulk/dist/index.js'
import { createFileStore } from '../../packages/bulk/dist/node.js'
import { createChatCompletion } from '../../packages/chat/dist/index.js'
import { createTabbyClient } from '../../packages/core/dist/index.js'
import { createReport } from '../report.mjs'

const concurrency = 16
const killed = { jobs: 3000, kills: 20 }
const measured = { jobs: 20_000, rounds: 5 }

const answer = JSON.stringify({
  id: 'a',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'positive '.repeat(20) } }],
  usage: { prompt_tokens: 20, completion_tokens: 20, total_tokens: 40 },
})

// The emulator writes each reply and would take minutes for as many, so a fixed reply stands for it.
/** The server is a process of its own, so that its memory and time are not counted. */
function serve() {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
      response.end(answer)
    })
  })
  server.listen(0, '127.0.0.1', () => process.send(server.address().port))
}

const toBody = (index) => ({ messages: [{ role: 'user', content: `Is review ${index} positive or negative?` }] })

function* createJobs(from, to) {
  for (let index = from; index < to; index++) yield { id: `row-${index}`, index }
}

async function runJobs(client, path, from, to, onJob = () => undefined) {
  const store = await createFileStore(path)
  const run = ({ index }, options) => createChatCompletion(client, toBody(index), options)
  try {
    for await (const { error } of runBulk(createJobs(from, to), { run, concurrency, store })) {
      if (error) throw error
      onJob()
    }
  } finally {
    await store.close()
  }
}

/** The least that such a loop can be: with p-limit, which also keeps a queue of all calls, it would be easier to match. */
async function runBare(client, from, to) {
  let next = from
  const work = async () => {
    while (next < to) await createChatCompletion(client, toBody(next++))
  }
  await Promise.all(Array.from({ length: concurrency }, work))
}

/** Time and processor time of some work, in milliseconds. */
async function measure(work) {
  const [begin, usage] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(usage)
  return { time: performance.now() - begin, effort: (user + system) / 1000 }
}

const getMedian = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

const [mode, url, path] = process.argv.slice(2)
if (mode === 'serve') serve()
else if (mode === 'run') {
  await runJobs(createTabbyClient({ baseUrl: url }), path, 0, killed.jobs, () => process.send('job'))
  process.exit()
} else if (!globalThis.gc) throw new Error('start this with --expose-gc')
else {
  const report = createReport()
  const folder = mkdtempSync(join(tmpdir(), 'bulk-'))
  const server = fork(process.argv[1], ['serve'], { execArgv: [] })
  const port = await new Promise((resolve) => server.once('message', resolve))
  const baseUrl = `http://127.0.0.1:${port}`
  const client = createTabbyClient({ baseUrl })

  async function start(kill) {
    const child = fork(process.argv[1], ['run', baseUrl, join(folder, 'killed.jsonl')], { execArgv: [] })
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
    if (kill) {
      await Promise.race([new Promise((resolve) => child.once('message', resolve)), ended])
      await sleep(Math.random() * 40)
      child.kill('SIGKILL')
    }
    return ended
  }
  let cut = 0
  for (let kill = 0; kill < killed.kills; kill++) cut += (await start(true)) === null ? 1 : 0
  const code = await start(false)
  const lines = readFileSync(join(folder, 'killed.jsonl'), 'utf8').trimEnd().split('\n')
  const ids = new Set(lines.map((line) => JSON.parse(line).custom_id))
  console.log(`  ${cut} of ${killed.kills} runs killed in the middle; ${lines.length} results of ${ids.size} jobs`)
  report.expectNone('a run that was killed goes on, with each job once in its results', [
    ...(code === 0 ? [] : [`the last run ended with ${code}`]),
    ...(lines.length === killed.jobs && ids.size === killed.jobs ? [] : ['results are missing or doubled']),
    ...(cut > killed.kills / 2 ? [] : [`only ${cut} runs were killed in the middle`]),
  ])

  const heaps = []
  const times = []
  const efforts = []
  const share = measured.jobs / measured.rounds
  await runBare(client, 0, 2000)
  await runJobs(client, join(folder, 'warm.jsonl'), 0, 2000)
  for (let round = 0; round < measured.rounds; round++) {
    const bare = await measure(() => runBare(client, 0, share))
    const bulk = await measure(() =>
      runJobs(client, join(folder, 'measured.jsonl'), round * share, (round + 1) * share),
    )
    times.push(bulk.time / bare.time)
    efforts.push(bulk.effort / bare.effort)
    // What hangs on a timer or a finished socket is let go in a later turn.
    for (let turn = 0; turn < 3; turn++) {
      await sleep(20)
      globalThis.gc()
    }
    const { heapUsed, external } = process.memoryUsage()
    heaps.push((heapUsed + external) / 2 ** 20)
  }
  server.kill()
  rmSync(folder, { recursive: true })
  // What else runs on the machine changes the time of a round, but not both by the same.
  const ratio = Math.min(getMedian(times), getMedian(efforts))
  const [least, most] = [Math.min(...heaps), Math.max(...heaps)]
  console.log(`  ${measured.jobs} jobs: MiB in use after each part ${heaps.map((heap) => heap.toFixed(1)).join(' ')}`)
  console.log(`  time beside a bare loop: ${times.map((time) => time.toFixed(2)).join(' ')}`)
  console.log(`  processor time beside a bare loop: ${efforts.map((effort) => effort.toFixed(2)).join(' ')}`)
  report.expectNone('memory does not grow', most - least < 4 ? [] : [`${(most - least).toFixed(1)} MiB`])
  report.expectNone('the overhead is at most a tenth', ratio <= 1.1 ? [] : [`the ratio is ${ratio.toFixed(2)}`])
  report.finish()
}
