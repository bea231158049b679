// Loads LoRAs on top of the loaded model, and unloads them again. Needs the admin key.
import { createTabbyClient } from '@tabby/core'
import { getActiveLoras, listLoras, loadLoras, unloadLoras } from '@tabby/lora'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  adminKey: process.env.TABBY_ADMIN_KEY,
})

const available = await listLoras(client)
const names = available.data.map(({ id }) => id)
console.log(`available: ${names.join(', ')}`)

// The server reports success whatever happens: check `failure`. Current servers put every LoRA there.
const { success, failure } = await loadLoras(client, { loras: names.map((name) => ({ name, scaling: 0.8 })) })
console.log(`loaded: ${success.join(', ') || 'none'}; not loaded: ${failure.join(', ') || 'none'}`)

for (const { id, scaling } of (await getActiveLoras(client)).data) console.log(`active: ${id} at ${scaling}`)

await unloadLoras(client)
console.log(`active in the end: ${(await getActiveLoras(client)).data.length}`)
