import { createTabbyClient, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import { createEmulator, type Settings } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'
import { onTestFinished } from 'vitest'

/** Keys of the served world. */
export const apiKey = 'api-key-for-tests'
/** The key that may load. */
export const adminKey = 'admin-key-for-tests'

/** Serves a world with two LoRAs on loopback until the test is over, and gives a client for it. */
export async function serveWorld(
  keys: TabbyClientOptions = { apiKey, adminKey },
  settings: Settings = {},
  loaded: { model?: string } = { model: 'small' },
): Promise<TabbyClient> {
  const world = { models: [{ name: 'small' }], loras: [{ name: 'first' }, { name: 'second' }], loaded, settings }
  const server = await listen(createEmulator({ world, keys: { api: [apiKey], admin: [adminKey] } }))
  onTestFinished(() => server.close())
  return createTabbyClient({ baseUrl: server.url, ...keys })
}
