// Waits until the server is up and has a model, then reads its health and its kind. Health needs no key.
import { createTabbyClient } from '@tabby/core'
import { getHealth, getServiceInfo, waitUntilReady } from '@tabby/health'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})

await waitUntilReady(client, { model: true, timeout: 10_000 })

// An unhealthy server is a result, not an error.
const { status, issues } = await getHealth(client)
console.log(`the server is ${status}, with ${issues.length} issues`)
for (const { time, description } of issues) console.log(`  ${time} ${description}`)

const { software } = await getServiceInfo(client)
console.log(`it is ${software.name}, see ${software.repository}`)
