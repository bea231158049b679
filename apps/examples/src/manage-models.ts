// Lists the models, loads one with progress, shows how it is loaded, and unloads it. Needs the admin key.
import { createTabbyClient } from '@tabby/core'
import { getModel, listModels, streamModelLoad, unloadModel } from '@tabby/models'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  adminKey: process.env.TABBY_ADMIN_KEY,
})

// An admin key sees every model folder, an API key only the loaded model.
const { data } = await listModels(client)
console.log(`models: ${data.map(({ id }) => id).join(', ')}`)

const name = process.env.TABBY_MODEL ?? data[0]?.id
if (!name) throw new Error('the server has no models')

// The current model is unloaded first. Leaving this loop does not stop the load, which continues on the server.
const steps = await streamModelLoad(client, { model_name: name, max_seq_len: 2048 })
for await (const { model_type: part, module, modules, fraction, alreadyLoaded } of steps) {
  if (alreadyLoaded) console.log(`${name} is loaded already, and stays as it is`)
  else console.log(`${String(Math.round(100 * fraction)).padStart(3)} %  ${part} ${module} of ${modules}`)
}

const { id, parameters } = await getModel(client)
console.log(`${id} reads up to ${parameters?.max_seq_len} tokens, cache ${parameters?.cache_mode}`)

await unloadModel(client)
console.log(`${id} is unloaded`)
