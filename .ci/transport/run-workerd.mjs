// The suite in workerd: miniflare runs a bundle of it as a worker. A program by itself: miniflare needs Node 22.
import { createRequire } from 'node:module'

const [runtimes, scriptPath, settings] = process.argv.slice(2)
const { Miniflare } = createRequire(`${runtimes}/`)('miniflare')
const worker = new Miniflare({ modules: true, scriptPath, compatibilityDate: '2026-01-01' })
try {
  const response = await worker.dispatchFetch('http://worker/', { method: 'POST', body: settings })
  console.log(`results ${await response.text()}`)
} finally {
  await worker.dispose()
}
