// Shows what the keys of two clients may do: one has only the API key, the other the admin key too.
import { getKeyPermission } from '@tabby/auth'
import { createTabbyClient, extendTabbyClient } from '@tabby/core'

const user = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const owner = extendTabbyClient(user, { adminKey: process.env.TABBY_ADMIN_KEY })

for (const [name, client] of Object.entries({ user, owner })) {
  const { permission } = await getKeyPermission(client)
  console.log(`${name}: ${permission === 'admin' ? 'may load, switch and download' : 'may generate and read'}`)
}
