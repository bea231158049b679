// The metrics of telemetry, as the Prometheus of Debian reads and stores them: their names, labels and sums.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createChatCompletion } from '../../packages/chat/dist/index.js'
import { createTabbyClient, wrapTabbyClient } from '../../packages/core/dist/index.js'
import { createDemoWorld, createEmulator } from '../../packages/emulator/dist/index.js'
import { listen } from '../../packages/emulator/dist/node/index.js'
import { createTelemetry } from '../../packages/telemetry/dist/index.js'
import { createReport } from '../report.mjs'
import { root } from '../workspace.mjs'
import { getFreePort } from './start-proxy.mjs'

/** How long Prometheus may take to start and to scrape, in milliseconds. */
const patience = 30_000

// The libraries are those that telemetry is tested with.
const require = createRequire(join(root, 'packages', 'telemetry', 'package.json'))
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus')
const { MeterProvider } = require('@opentelemetry/sdk-metrics')

/** Starts Prometheus, which scrapes a port every second. */
async function startPrometheus(folder, scraped) {
  const port = await getFreePort()
  const file = join(folder, 'prometheus.yml')
  const jobs = [{ job_name: 'tabby', static_configs: [{ targets: [`127.0.0.1:${scraped}`] }] }]
  // JSON is YAML too.
  writeFileSync(file, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: jobs }))
  const parts = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]
  const child = spawn('prometheus', parts, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  child.stderr.on('data', (data) => (output += data))
  const ended = new Promise((resolve) => child.on('close', resolve).on('error', (error) => resolve((output += error))))
  return {
    /** Waits until a query has the value. */
    async expectValue(query, expected) {
      const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`
      let found
      for (const end = Date.now() + patience; Date.now() < end && child.exitCode === null; await sleep(100)) {
        const response = await fetch(url).catch(() => undefined)
        found = (response?.ok ? await response.json() : undefined)?.data.result.map(({ value }) => value[1])
        if (found?.length === 1 && found[0] === `${expected}`) return
      }
      throw new Error(`${query} is ${JSON.stringify(found)} and not ${expected}: ${output.slice(-2000)}`)
    },
    async stop() {
      child.kill()
      await ended
    },
  }
}

const report = createReport()
const folder = mkdtempSync(join(tmpdir(), 'prometheus-'))
const server = await listen(createEmulator({ world: createDemoWorld() }))
const scraped = await getFreePort()
const exporter = new PrometheusExporter({ host: '127.0.0.1', port: scraped })
const meterProvider = new MeterProvider({ readers: [exporter] })
const prometheus = await startPrometheus(folder, scraped)
try {
  const base = createTabbyClient({ baseUrl: server.url, retry: false })
  const client = wrapTabbyClient(base, createTelemetry({ meterProvider }))
  const ask = (params) => createChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }], ...params })
  const completions = [await ask({ max_tokens: 5 }), await ask({ max_tokens: 7 })]
  const tokens = completions.reduce((sum, { usage }) => sum + usage.completion_tokens, 0)
  const name = 'gen_ai_client_inference'
  const target = `server_address="127.0.0.1",server_port="${new URL(server.url).port}"`
  const labels = `gen_ai_operation_name="chat",gen_ai_provider_name="tabbyapi",${target}`
  await prometheus.expectValue(`sum(${name}_duration_count{${labels}})`, 2)
  await prometheus.expectValue(`sum(${name}_operation_output_tokens_sum{${labels}})`, tokens)
  await ask({ temperature: -1 }).catch(() => {})
  await prometheus.expectValue(`sum(${name}_duration_count{error_type!=""})`, 1)
  await prometheus.expectValue(`sum(${name}_duration_count)`, 3)
  report.pass()
} catch (error) {
  report.fail(`Prometheus stores what was measured\n    ${error}`)
} finally {
  await prometheus.stop()
  await meterProvider.shutdown()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}
report.finish()
