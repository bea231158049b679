import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { keys, serveWorld } from './serve-world.js'

/** Commands in an order in which each of them works on the demo world, and whether they write one document or lines. */
const commands: readonly (readonly [line: string, kind: 'document' | 'lines'])[] = [
  ['health', 'document'],
  ['whoami', 'document'],
  ['doctor', 'document'],
  ['start [[len:2]]', 'lines'],
  ['chat [[len:2]]', 'lines'],
  ['complete [[len:2]]', 'lines'],
  ['models ls', 'document'],
  ['models current', 'document'],
  ['models load --embedding demo-embedding-small', 'document'],
  ['embed word', 'document'],
  ['models unload --embedding', 'document'],
  ['models download demo/some-model', 'document'],
  ['lora ls', 'document'],
  ['lora load demo-lora', 'document'],
  ['lora current', 'document'],
  ['lora unload', 'document'],
  ['templates ls', 'document'],
  ['templates switch chatml', 'document'],
  ['templates unload', 'document'],
  ['sampling ls', 'document'],
  ['sampling switch safe_defaults', 'document'],
  ['sampling current', 'document'],
  ['sampling unload', 'document'],
  ['tokens encode word', 'document'],
  ['tokens count word', 'document'],
  ['tokens decode 1 2', 'document'],
  ['bench --contexts 16 --parallel 1 --tokens 2', 'lines'],
  ['models unload', 'document'],
  ['models load demo-8b-exl3', 'lines'],
  ['servers add home http://127.0.0.1:5000', 'document'],
  ['servers ls', 'document'],
  ['servers use home', 'document'],
  ['servers use', 'document'],
  ['servers rm home', 'document'],
  ['ps', 'document'],
  ['presets save brief --system Brief', 'document'],
  ['presets ls', 'document'],
  ['presets rm brief', 'document'],
  ['chats ls', 'document'],
]

test('every command writes nothing but JSON with --json, and never a key', { timeout: 120_000 }, async () => {
  const { asAdmin } = await serveWorld()
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const environment = { ...asAdmin, XDG_CONFIG_HOME: folder }
  for (const [line, kind] of commands) {
    const run = await runProgram([...line.split(' '), '--json'], { environment })
    expect({ line, ...run }).toMatchObject({ line, code: 0, stderr: '', stdout: expect.stringMatching(/\n$/) })
    const documents = run.stdout.trimEnd().split('\n')
    for (const document of documents) expect(JSON.parse(document)).toBeTypeOf('object')
    if (kind === 'document') expect({ line, count: documents.length }).toEqual({ line, count: 1 })
    for (const key of [...keys.api, ...keys.admin]) expect(run.stdout).not.toContain(key)
  }
})

test('a command line that makes no sense is a document on standard error with --json', async () => {
  for (const line of ['wat', 'models', 'models wat', 'models ls --wat', 'models load', 'bench --tokens 0']) {
    const { code, stdout, stderr } = await runProgram([...line.split(' '), '--json'])
    expect({ line, code, stdout }).toEqual({ line, code: 2, stdout: '' })
    expect(JSON.parse(stderr)).toEqual({ error: { code: 'usage', message: expect.not.stringMatching(/\n|^error/) } })
  }
})

test('the warning of a load is a document of its own with --json', async () => {
  const { asAdmin } = await serveWorld()
  const run = await runProgram(['models', 'load', 'demo-vision-8b-exl3', '--json'], { environment: asAdmin })
  expect(run.code).toBe(0)
  expect(JSON.parse(run.stderr)).toEqual({ warning: { message: expect.stringContaining('demo-8b-exl3 is loaded') } })
})

test('control characters of a model are escaped with --json, also those that JSON leaves as they are', async () => {
  const { asUser } = await serveWorld()
  const hostile = 'a\u001B[2Jb\u009B2Jc\u007Fd'
  const mark = `[[say64:${Buffer.from(hostile).toString('base64')}]]`
  for (const words of [
    ['chat', '--json', mark],
    ['start', '--json', mark],
    ['complete', '--json', mark],
  ]) {
    const terminal = openTerminal(words, asUser)
    expect(await terminal.ended).toBe(0)
    expect(terminal.output.replace(/[\r\n]/g, '')).not.toMatch(/\p{Cc}/u)
    const { stdout } = await runProgram(words, { environment: asUser })
    const texts = Array.from(
      stdout.matchAll(/"text":("(?:[^"\\]|\\.)*")/g),
      ([, text = '']) => JSON.parse(text) as string,
    )
    expect(texts.join('')).toContain(hostile)
  }
})
