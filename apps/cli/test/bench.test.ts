import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { controlC, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveWorld } from './serve-world.js'

test('a benchmark measures the speed that the server has, for each length and number of requests', async () => {
  const settings = { speed: { tokensPerSecond: 100, prefillMilliseconds: 200 } }
  const { asUser } = await serveWorld({ loaded: 'demo-8b-exl3', settings })
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const svg = join(folder, 'speed.svg')
  const flags = ['--json', '--tokens', '20', '--contexts', '32,64', '--parallel', '1,3', '--svg', svg]
  const run = await runProgram(['bench', ...flags], { environment: asUser })
  expect(run).toMatchObject({ code: 0, stderr: '' })
  const measured = run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number>)
  expect(measured.map(({ promptTokens, parallel }) => [promptTokens, parallel])).toEqual([
    [32, 1],
    [32, 3],
    [64, 1],
    [64, 3],
  ])
  for (const { firstTokenSeconds, speed, totalSpeed } of measured) {
    expect(firstTokenSeconds).toBeGreaterThanOrEqual(0.19)
    expect(speed).toBeLessThan(130)
    expect(totalSpeed).toBeGreaterThan(10)
  }
  expect(measured[1]?.['totalSpeed']).toBeGreaterThan(1.5 * (measured[0]?.['totalSpeed'] ?? Infinity))
  expect((await readFile(svg, 'utf8')).match(/<rect x=/g)).toHaveLength(4)
})

test('a benchmark is a table with a bar for each round', async () => {
  const { asUser } = await serveWorld()
  const run = await runProgram(['bench', '--contexts', '16', '--parallel', '1'], { environment: asUser })
  const [head, row] = run.stdout.split('\n')
  expect(head).toMatch(/^prompt +parallel +first token +prefill +each +together$/)
  expect(row).toMatch(/^16 +1 +[\d.]+ s +\d+\/s +[\d.]+\/s +[\d.]+\/s +█+$/)
})

test('lengths that are no numbers are a usage error', async () => {
  expect(await runProgram(['bench', '--contexts', '1,x'])).toMatchObject({ code: 2, stdout: '' })
})

test('what was measured before a failure is shown, and the line of the status is gone', async () => {
  const { asUser } = await serveWorld()
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const svg = join(folder, 'speed.svg')
  const words = ['bench', '--contexts', '128,9999', '--parallel', '1', '--tokens', '8', '--svg', svg]
  const run = await runProgram(words, { environment: asUser })
  expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(/^tabby: [^\n]+9999[^\n]+\n$/) })
  expect(run.stdout).toMatch(/^prompt .*\n128 +1 .*\n$/)
  expect((await readFile(svg, 'utf8')).match(/<rect x=/g)).toHaveLength(1)
  const terminal = openTerminal(words, asUser)
  const seen = await terminal.see(/tabby: .*9999/)
  expect(seen).toMatch(/round 2 of 2 \.\.\.\r\p{Cc}\[Kprompt .*\s+128 .*\s+tabby: .*9999$/u)
  expect(await terminal.ended).toBe(1)
})

test('Ctrl-C shows what was measured too', async () => {
  const { asUser } = await serveWorld({ loaded: 'demo-8b-exl3', settings: { speed: { tokensPerSecond: 40 } } })
  const words = ['bench', '--contexts', '16', '--parallel', '1,2', '--tokens', '30']
  const terminal = openTerminal(words, asUser)
  await terminal.see('round 2 of 2')
  terminal.type(controlC)
  await terminal.see(/\r\p{Cc}\[Kprompt .*\s+16 +1 .*/u)
  expect(await terminal.ended).toBe(130)
})

test('a picture that cannot be written is told before anything is measured, and the try leaves nothing', async () => {
  const { asUser, emulator } = await serveWorld()
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const path of [folder, join(folder, 'nowhere', 'speed.svg')]) {
    const run = await runProgram(['bench', '--svg', path], { environment: asUser })
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`${path} cannot be written (E`) })
  }
  expect(emulator.journal).toHaveLength(0)
  const svg = join(folder, 'speed.svg')
  const words = ['bench', '--contexts', '9999', '--parallel', '1', '--svg', svg]
  expect(await runProgram(words, { environment: asUser })).toMatchObject({ code: 1, stdout: '' })
  expect(await readdir(folder)).toEqual([])
  await writeFile(svg, 'an older picture')
  await runProgram(words, { environment: asUser })
  expect(await readFile(svg, 'utf8')).toBe('an older picture')
})
