import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
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
