import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { Results } from '../src/report/results.js'
import type { GrowthPoint } from '../src/rows/growth.js'

const program = fileURLToPath(new URL('../dist/bench.js', import.meta.url))
const run = promisify(execFile)

/** Runs the program with as little work as it can be given, and reads what it leaves behind. */
async function bench(...parameters: string[]) {
  const out = mkdtempSync(join(tmpdir(), 'bench-'))
  onTestFinished(() => rmSync(out, { recursive: true }))
  const little = ['--without-peers', '--rounds', '1', '--scale', '0.01', '--out', out]
  const { stdout, stderr } = await run(process.execPath, [program, ...little, ...parameters])
  const read = (name: string) => readFileSync(join(out, name), 'utf8')
  return { stdout, stderr, read, results: JSON.parse(read('bench.json')) as Results }
}

test('a row with its own clients measures them alone', async () => {
  const { results } = await bench('--rows', 'watched')
  const [row] = results.rows
  expect(row?.figures.map(({ name }) => name)).toEqual(['unwatched', 'watched'])
  expect(row?.figures[0]).toMatchObject({ ratio: 1 })
})

test('a short run reads equal texts with the baselines and ours, and leaves tables, a chart and JSON', async () => {
  const rows = ['chunk-block', 'chunk-event', 'call-parallel', 'first']
  const { stdout, stderr, read, results } = await bench('--rows', [...rows, 'bundles', 'packages', 'bulk'].join())
  expect(stderr).toBe('')
  const names = ['fetch baseline', 'ky baseline', '@tabby/core', '@tabby/core/fetch']
  const number = expect.any(Number)
  expect(results.rows.map(({ id }) => id)).toEqual(rows)
  for (const { title, figures, baseline } of results.rows) {
    expect(figures).toEqual(names.map((name) => ({ name, median: number, ratio: number, spread: [number, number] })))
    expect(figures.find(({ name }) => name === baseline)).toMatchObject({ ratio: 1, spread: [1, 1] })
    for (const { median } of figures) expect(median).toBeGreaterThan(0)
    expect(stdout).toContain(title)
    expect(read('bench.svg')).toContain(title)
  }
  expect(results.bundles.map(({ name }) => name)).toEqual(['@tabby/core', '@tabby/core/fetch'])
  for (const { stream, list } of results.bundles) expect(stream).toBeGreaterThan(list!)
  const { points } = JSON.parse(read('bulk.json')) as { points: GrowthPoint[] }
  expect(points.map(({ name, at }) => [name, at])).toEqual([1, 4, 16, 64].map((at) => ['runBulk', at]))
  for (const { median } of points) expect(median).toBeGreaterThan(0)
  expect(read('bulk.svg')).toContain('Calls per second')
  expect(stdout).toMatch(/\| runBulk( \| +\d+\.\d){4} \|/)
  expect(results.packages).toEqual([{ name: '@tabby/core + @tabby/chat', count: 5 }])
  expect(stdout).toMatch(/\| @tabby\/core +\| +\d+\.\d kB \| +\d+\.\d kB \|/)
})
