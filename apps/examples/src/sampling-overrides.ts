// Sets sampler values for everyone who uses the server: a preset, then your own values. Needs the admin key.
import { createTabbyClient } from '@tabby/core'
import { listSamplerOverrides, switchSamplerOverride, unloadSamplerOverride } from '@tabby/sampling'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  adminKey: process.env.TABBY_ADMIN_KEY,
})

async function printOverrides(title: string): Promise<void> {
  const { overrides } = await listSamplerOverrides(client)
  console.log(`${title}: ${JSON.stringify(overrides)}`)
}

const { presets } = await listSamplerOverrides(client)
console.log(`presets: ${presets?.join(', ')}`)

const preset = presets?.[0]
if (preset) await switchSamplerOverride(client, { preset })
await printOverrides(`with ${preset}`)

// An override applies if a request does not set the value; with `force`, whatever the request says.
await switchSamplerOverride(client, {
  overrides: { temperature: { override: 0.7 }, max_tokens: { override: 256, force: true } },
})
await printOverrides('with our own')

await unloadSamplerOverride(client)
await printOverrides('in the end')
