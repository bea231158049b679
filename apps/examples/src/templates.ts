// Shows the server's prompt templates, switches to one, and unloads it again. Needs the admin key.
import { createTabbyClient } from '@tabby/core'
import { getModel } from '@tabby/models'
import { listTemplates, switchTemplate, unloadTemplate } from '@tabby/templates'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  adminKey: process.env.TABBY_ADMIN_KEY,
})

const { data } = await listTemplates(client)
console.log(`templates: ${data.join(', ')}`)

// The server responds to an unknown name with a bare 500, so take one from the list.
const [name] = data
if (!name) throw new Error('the server has no templates')
await switchTemplate(client, { prompt_template_name: name })
const switched = await getModel(client)
console.log(`in use: ${switched.parameters?.prompt_template}`)

// Without a template, the model cannot chat until you switch to one or load the model again.
await unloadTemplate(client)
const { parameters } = await getModel(client)
console.log(`in use after unloading: ${parameters?.prompt_template ?? 'none'}`)
