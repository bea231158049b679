import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attacks } from './attacks.js'
import type { Attack } from './attacks.js'
import { pathOf } from '../command-process.js'

/** How long an attack is watched. */
const watched = 500
const rows: string[] = []
let folder = ''
let url = ''
let server: ChildProcess

/** What the server says of the time since it was asked last. */
interface Report {
  readonly longest: number
  readonly megabytes: number
  /** How many times slower than usual the machine is: shared ones are at times half as fast. */
  readonly slowness: number
}

async function report(): Promise<Report> {
  server.send('report')
  const [answer] = (await once(server, 'message')) as [Report]
  return answer
}

async function askHealth(): Promise<number> {
  const began = performance.now()
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5000) })
  await response.text()
  return performance.now() - began
}

/** Sends an attack and asks for health until it is over or was watched for long enough. */
async function attack({ path, body }: Attack): Promise<{ status: number; slowest: number }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const left = new AbortController()
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: text, signal: left.signal }
  let status = 0
  const answer = fetch(url + path, request)
    .then(async (response) => {
      status = response.status
      await response.text()
    })
    .catch(() => undefined)
    .then(() => left.abort())
  let slowest = 0
  for (const began = performance.now(); performance.now() - began < watched && !left.signal.aborted;) {
    slowest = Math.max(slowest, await askHealth())
    await wait(5)
  }
  left.abort()
  await answer
  return { status, slowest: Math.max(slowest, await askHealth()) }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabby-attacked-'))
  const file = join(folder, 'server.mjs')
  const entryPoints = [pathOf('test/alone/attacked-server.ts')]
  await build({ entryPoints, outfile: file, bundle: true, platform: 'node', format: 'esm' })
  server = fork(file, { execArgv: ['--max-old-space-size=1024', '--expose-gc'] })
  const [ready] = (await once(server, 'message')) as [{ url: string }]
  url = ready.url
  await attack({ path: '/v1/chat/completions', body: { messages: [{ role: 'user', content: 'warm up' }] } })
})

afterAll(async () => {
  server.kill()
  await rm(folder, { recursive: true })
  console.log(`held up for at most, health at most, memory, slowness of the machine\n${rows.join('\n')}`)
})

describe('/health is answered at once', () => {
  // A machine that is busy with other things collects garbage late, and then for long: that is tried again.
  test.each(Object.entries(attacks))('under %s', { retry: 3 }, async (name, given) => {
    await report()
    const { status, slowest } = await attack(given)
    const { longest, megabytes, slowness } = await report()
    const figures = `${Math.round(longest)} ms, ${Math.round(slowest)} ms, ${Math.round(megabytes)} MB`
    rows.push(`${figures.padStart(26)}, ${slowness.toFixed(1)} x  ${status} ${name}`)
    expect(server.exitCode).toBeNull()
    expect(longest / slowness).toBeLessThan(100)
  })

  test('and so is everything else afterwards', async () => {
    await fetch(`${url}/v1/sampling/override/unload`, { method: 'POST' })
    const body = JSON.stringify({ messages: [{ role: 'user', content: '[[len:2]]' }] })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })
    expect(await response.text()).toContain('"Lorem ipsum"')
  })
})
