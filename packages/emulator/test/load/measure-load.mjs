// Opens many streams to an emulator in a process of its own and says whether it kept up.
// Usage, after a build: node test/load/measure-load.mjs [streams] [tokens per second] [tokens]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

const [streams = 1000, speed = 50, tokens = 250] = process.argv.slice(2).map(Number)
const command = new URL('../../bin/tabby-emulator.js', import.meta.url).pathname
const server = spawn(process.execPath, [command, '--port', '0', '--tokens-per-second', String(speed)])
const [line] = await once(server.stdout, 'data')
const url = new URL('/v1/chat/completions', String(line).trim().split(' ').at(-1))

const body = JSON.stringify({ messages: [{ role: 'user', content: `Hi [[len:${tokens}]]` }], stream: true })
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
const readMemory = () => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] / 1024
const readCpu = () => {
  const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}

let running = 0
let peak = 0

function openStream() {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent: false }, (answer) => {
      let first = 0
      let last = 0
      let worstGap = 0
      let bytes = 0
      let tail = ''
      answer.on('data', (part) => {
        const now = performance.now()
        if (!first) {
          running += 1
          peak = Math.max(peak, running)
          first = now
        }
        if (last) worstGap = Math.max(worstGap, now - last)
        last = now
        bytes += part.length
        tail = part.toString().slice(-16)
      })
      answer.on('end', () => {
        running -= 1
        resolve({ seconds: (last - first) / 1000, worstGap, bytes, done: tail.includes('[DONE]') })
      })
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const cpuBefore = readCpu()
const start = performance.now()
const opened = []
for (let index = 0; index < streams; index += 1) {
  opened.push(openStream())
  if (index % 50 === 49) await wait(100)
}
const results = await Promise.all(opened)
const elapsed = (performance.now() - start) / 1000
const ideal = tokens / speed
const seconds = results.map((result) => result.seconds).sort((a, b) => a - b)
const gaps = results.map((result) => result.worstGap).sort((a, b) => a - b)
const at = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))]?.toFixed(2)
console.log(`${streams} streams of ${tokens} tokens at ${speed}/s: ${ideal.toFixed(2)} s each if nothing is late`)
const complete = results.filter((result) => result.done).length
console.log(`at most ${peak} at a time; complete: ${complete}, all over after ${elapsed.toFixed(2)} s`)
console.log(`first to last event, s: median ${at(seconds, 0.5)}, 99 % ${at(seconds, 0.99)}, worst ${at(seconds, 1)}`)
console.log(`longest gap of a stream, ms: median ${at(gaps, 0.5)}, 99 % ${at(gaps, 0.99)}, worst ${at(gaps, 1)}`)
console.log(`server: ${(readCpu() - cpuBefore).toFixed(2)} s of CPU, ${readMemory().toFixed(0)} MB`)
server.kill('SIGINT')
