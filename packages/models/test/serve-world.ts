import { createTabbyClient, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import type { Settings } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'

/** Keys of the served world. */
export const apiKey = 'api-key-for-tests'
/** The key that may load. */
export const adminKey = 'admin-key-for-tests'

/** Serves a small world on loopback until the test is over, and gives a client for it. */
export async function serveWorld(
  keys: TabbyClientOptions = { apiKey, adminKey },
  settings: Settings = {},
): Promise<TabbyClient> {
  const server = await serveEmulator({
    world: {
      models: [
        { name: 'small', modules: 5 },
        { name: 'large', modules: 12, moduleMilliseconds: 20 },
        { name: 'seeing', visionModules: 3, modules: 5 },
        { name: 'nested/exl3/4.00bpw' },
        { name: 'broken', loadError: 'Failed to load config.json from models/broken' },
        { name: 'too-large', modules: 10, failure: { atModule: 4, message: 'CUDA out of memory.' } },
      ],
      draftModels: [{ name: 'draft', modules: 3 }],
      embeddingModels: [{ name: 'embedder' }, { name: 'broken-embedder', loadError: 'no usable weights' }],
      repositories: [
        { id: 'owner/missing', missing: true },
        { id: 'owner/slow', milliseconds: 400 },
        { id: 'owner/*' },
      ],
      loaded: { model: 'small', embeddingModel: 'embedder' },
      settings,
    },
    keys: { api: [apiKey], admin: [adminKey] },
    closeWith: onTestFinished,
  })
  return createTabbyClient({ baseUrl: server.url, ...keys })
}
