import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { serveEmulator } from '@tabby/emulator/testing'
import { build } from 'esbuild'
import OpenAI from 'openai'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import config from '../tsup.config.js'
import { ask, makeFolder } from './serve-gateway.js'

const outfile = fileURLToPath(new URL('../.generated/tabby-gateway.mjs', import.meta.url))

/** Bundled as the build does it, with every library inside. */
beforeAll(async () => {
  const { banner, target } = config as { banner: { js: string }; target: string }
  await build({
    entryPoints: [fileURLToPath(new URL('../src/tabby-gateway.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target,
    banner,
    conditions: ['@tabby/source'],
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  })
}, 60_000)

function start(words: readonly string[]) {
  const child = spawn(process.execPath, [outfile, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return { child, ended }
}

async function run(words: readonly string[]) {
  const { child, ended } = start(words)
  const [output, problems, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { output, problems, exitCode }
}

/** Starts a gateway as a process, and reads its log. */
async function serve(words: readonly string[]) {
  const { child, ended } = start(words)
  const lines: Record<string, unknown>[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Record<string, unknown>))
  const waitFor = async (message: string) => {
    await expect.poll(() => lines.map((line) => line['message']), { timeout: 10_000 }).toContain(message)
    return lines.find((line) => line['message'] === message)!
  }
  const { url } = await waitFor('listening')
  return { child, ended, lines, waitFor, url: url as string }
}

test('serves, takes new keys on SIGHUP, and ends its streams on SIGTERM', async () => {
  const speed = { tokensPerSecond: 50 }
  const { url: server } = await serveEmulator({ settings: { speed }, closeWith: onTestFinished })
  const keys = join(makeFolder(), 'keys.json')
  const first = await run(['keys', 'add', 'alice', '--keys', keys, '--model', 'demo-8b-exl3', '--per-minute', '100'])
  expect(first).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^sk-tabby-[\w-]+\n$/) as string })
  expect(readFileSync(keys, 'utf8')).toContain('"alice"')

  const gateway = await serve(['--server', server, '--keys', keys, '--port', '0', '--drain', '5', '--concurrency', '4'])
  const open = (apiKey: string) => new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey, maxRetries: 0 })
  await open(first.output.trim()).chat.completions.create(ask())

  const bob = (await run(['keys', 'add', 'bob', '--keys', keys])).output.trim()
  await expect(open(bob).models.list()).rejects.toMatchObject({ status: 401 })
  gateway.child.kill('SIGHUP')
  await gateway.waitFor('keys were read again')
  await open(bob).models.list()

  const stream = await open(bob).chat.completions.create({ ...ask('[[len:20]]', { max_tokens: 20 }), stream: true })
  let chunks = 0
  for await (const _ of stream) if (++chunks === 3) gateway.child.kill('SIGTERM')
  expect(chunks).toBeGreaterThan(15)
  expect(await gateway.ended).toBe(0)
  expect(gateway.lines.map(({ message }) => message)).toEqual(
    expect.arrayContaining(['listening', 'request', 'draining', 'ended']),
  )
  expect(JSON.stringify(gateway.lines)).not.toContain('sk-tabby')
})

test('says what is wrong, and how it is used', async () => {
  const [help, version, none, missing] = await Promise.all([
    run(['--help']),
    run(['--version']),
    run([]),
    run(['--server', 'http://127.0.0.1:1', '--keys', '/nowhere/keys.json']),
  ])
  expect(help).toMatchObject({ exitCode: 0, output: expect.stringContaining('--concurrency N') as string })
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  expect(version).toEqual({ exitCode: 0, output: `${JSON.parse(manifest).version}\n`, problems: '' })
  expect(none).toEqual({
    exitCode: 2,
    output: '',
    problems: 'tabby-gateway: No server is given: use --server URL, once for each\n',
  })
  expect(missing).toMatchObject({ exitCode: 2, problems: expect.stringContaining('/nowhere/keys.json') as string })
})
