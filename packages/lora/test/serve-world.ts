import { createTabbyClient, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import type { Settings } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
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
  const accepted = { api: [apiKey], admin: [adminKey] }
  const server = await serveEmulator({ world, keys: accepted, closeWith: onTestFinished })
  return createTabbyClient({ baseUrl: server.url, ...keys })
}
