// `npm run bench`: ours, the baselines and the peers side by side; see README.md.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compare } from './measure/compare.js'
import { baselines, bulkContenders, ours, peers, watching } from './measure/contender.js'
import { runRounds } from './measure/run-rounds.js'
import { startServer } from './measure/start-process.js'
import { drawGrowth } from './report/draw-growth.js'
import { drawRatios } from './report/draw-ratios.js'
import type { ResultRow, Results } from './report/results.js'
import { writePoints, writeTables } from './report/write-table.js'
import { measureBulk } from './rows/bulk.js'
import { measureBundles } from './rows/bundles.js'
import { measureColdImports } from './rows/cold-imports.js'
import { countPackages } from './rows/count-packages.js'
import { cpuRows } from './rows/cpu-rows.js'
import { measureGateway } from './rows/gateway.js'
import { measureLengths, measureNumbers } from './rows/growth.js'
import { measureLayers } from './rows/layers.js'
import { measureSlowConsumers } from './rows/slow-consumer.js'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'without-peers': { type: 'boolean', default: false },
    rows: { type: 'string' },
    rounds: { type: 'string' },
    scale: { type: 'string' },
    out: { type: 'string' },
  },
})
const withPeers = !values['without-peers']
const rounds = Number(values.rounds ?? (values.quick ? 3 : 25))
const scale = Number(values.scale ?? (values.quick ? 0.15 : 1))
const contenders = [...baselines, ...ours, ...(withPeers ? peers : [])]
const pause = values.quick ? 1000 : 4000
const everyRow = [...cpuRows.map(({ id }) => id), 'slow', 'bundles', 'imports', 'packages']
const wanted = new Set(values.rows?.split(',') ?? [...everyRow, ...(values.quick ? [] : ['layers'])])
const out = values.out ? resolve(values.out) : fileURLToPath(new URL('../artifacts', import.meta.url))
const say = (text: string) => process.stderr.write(process.stderr.isTTY ? `${text} ...\n` : '')

const server = await startServer()
mkdirSync(out, { recursive: true })
try {
  const rows: ResultRow[] = []
  for (const { id, title, baseline, goal, contenders: own, getTask } of cpuRows.filter((row) => wanted.has(row.id))) {
    say(title)
    const figures = compare(await runRounds(own ?? contenders, getTask(server.url, scale), rounds), baseline)
    rows.push({ id, title, baseline, goal, figures })
  }
  const results: Results = {
    machine: {
      node: process.version,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      load: loadavg()[0]!,
    },
    rounds,
    rows,
    layers: wanted.has('layers') ? await measureLayers(server.url, scale, rounds) : [],
    slowConsumers: wanted.has('slow') ? await measureSlowConsumers(contenders, server.url, pause) : [],
    bundles: wanted.has('bundles') ? await measureBundles(withPeers) : [],
    coldImports: wanted.has('imports') ? measureColdImports(withPeers, rounds) : [],
    packages: wanted.has('packages') ? countPackages(withPeers) : [],
  }
  console.log(writeTables(results))
  if (wanted.has('growth')) {
    const measured = [...baselines.slice(0, 1), ...ours]
    const lengths = await measureLengths(measured, server.url, rounds)
    const numbers = await measureNumbers(measured, server.url, rounds)
    const inMicroseconds = (value: number) => `${value.toFixed(1)} µs`
    writeFileSync(join(out, 'growth.json'), `${JSON.stringify({ lengths, numbers }, null, 2)}\n`)
    writeFileSync(
      join(out, 'growth.svg'),
      drawGrowth([
        {
          title: 'CPU per chunk, by length of the answer',
          points: lengths,
          label: (at) => `${(at * 250) / 1000} kB`,
          scale: inMicroseconds,
        },
        { title: 'CPU per chunk, by answers at the same time', points: numbers, label: String, scale: inMicroseconds },
      ]),
    )
  }
  if (wanted.has('bulk')) {
    const title = 'Calls per second, by calls at the same time'
    const measured = bulkContenders.filter(({ kind }) => withPeers || kind === 'ours')
    const points = await measureBulk(measured, scale, Math.min(rounds, 7))
    console.log(writePoints(title, points))
    writeFileSync(join(out, 'bulk.json'), `${JSON.stringify({ points }, null, 2)}\n`)
    const panel = { title, points, label: String, scale: (value: number) => value.toFixed(0) }
    writeFileSync(join(out, 'bulk.svg'), drawGrowth([panel]))
  }
  if (wanted.has('gateway')) {
    const figures = await measureGateway(values.quick ? 2 : 7)
    console.log(JSON.stringify(figures, null, 2))
    writeFileSync(join(out, 'gateway.json'), `${JSON.stringify(figures, null, 2)}\n`)
    const kinds = new Map([
      ['pass-through', 'baseline' as const],
      ['@tabby/gateway', 'ours' as const],
    ])
    writeFileSync(join(out, 'gateway.svg'), drawRatios(figures.rows, kinds))
  }
  // What has files of its own takes none of the others' places.
  if ([...wanted].some((id) => !['growth', 'gateway', 'bulk'].includes(id))) {
    writeFileSync(join(out, 'bench.json'), `${JSON.stringify(results, null, 2)}\n`)
    writeFileSync(
      join(out, 'bench.svg'),
      drawRatios(rows, new Map([...contenders, ...watching].map(({ name, kind }) => [name, kind]))),
    )
  }
} finally {
  server.stop()
}
