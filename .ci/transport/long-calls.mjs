// Node's fetch gives up after 300 s without headers or without a byte. A slow GPU takes longer, and so may a client of
// ours: every case waits for longer than that, on every Node, with both pairs of libraries, all at the same time.
import { spawn } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createReport } from '../report.mjs'
import { root } from '../workspace.mjs'
import { installPackages, installRuntimes } from './install.mjs'

const wait = Number(process.argv[2] ?? 320) * 1000
const answers = {
  '/v1/chat/completions'(response, isStream) {
    if (!isStream) {
      const message = { role: 'assistant', content: 'late' }
      const answer = { id: 'x', object: 'chat.completion', created: 1, model: 'm' }
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ ...answer, choices: [{ index: 0, finish_reason: 'stop', message }] }))
      }, wait)
      return
    }
    const send = (delta, finish_reason) => {
      const chunk = { id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm' }
      response.write(`data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta, finish_reason }] })}\r\n\r\n`)
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    send({ content: 'early ' }, null)
    setTimeout(() => {
      send({ content: 'late' }, null)
      send({}, 'stop')
      response.end('data: [DONE]\r\n\r\n')
    }, wait)
  },
  '/v1/download'(response) {
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"download_path":"models/late"}')
    }, wait)
  },
}

function runProgram(node, folder, url) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['run-long-calls.mjs', url], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    const timer = setTimeout(() => child.kill('SIGKILL'), wait + 60_000)
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(timer)
      const results = /^results (.*)$/m.exec(output)?.[1]
      resolve(results ? JSON.parse(results) : [{ name: 'the program', problem: output.slice(-2000) }])
    })
  })
}

const server = createServer(async (request, response) => {
  let body = ''
  for await (const piece of request) body += piece
  answers[request.url](response, body.includes('"stream":true'))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${server.address().port}`
const report = createReport()
const { folders, remove } = installPackages()
try {
  const runtimes = installRuntimes()
  const runs = ['node20', 'node22', 'node24', 'node26'].flatMap((runtime) =>
    Object.keys(folders)
      .filter((pair) => runtime !== 'node20' || pair === 'ky 1')
      .map((pair) => ({ runtime, pair })),
  )
  for (const folder of Object.values(folders)) {
    copyFileSync(join(root, '.ci', 'transport', 'run-long-calls.mjs'), join(folder, 'run-long-calls.mjs'))
  }
  const rows = await Promise.all(
    runs.map(async ({ runtime, pair }) => {
      const results = await runProgram(join(runtimes, runtime, 'bin', 'node'), folders[pair], url)
      for (const { name, problem } of results) {
        report.expectNone(`${runtime}, ${pair}: ${name}`, problem ? [problem] : [])
      }
      const cells = results.map(({ name, problem, seconds }) => `${name} ${problem ? 'FAILED' : `${seconds} s`}`)
      return `  ${runtime}  ${pair}  ${cells.join(', ')}`
    }),
  )
  console.log(rows.join('\n'))
} finally {
  server.closeAllConnections()
  server.close()
  remove()
}
report.finish()
