import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { createDemoWorld, type ModelDefinition } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import { afterAll } from 'vitest'

/**
 * Serves a model with 1024 tokens of context and chunks of 256 on loopback, until the tests of the file are over: a
 * client, and what it has asked for. A prompt may have 769 tokens there. Without `isLoaded` nothing is loaded.
 */
export async function serveContext(
  model: Partial<ModelDefinition> = {},
  isLoaded = true,
): Promise<{ client: TabbyClient; paths: string[] }> {
  const world = createDemoWorld()
  const parameters = { maxSequenceLength: 1024, cacheSize: 1024, chunkSize: 256, ...model.parameters }
  world.models = [{ ...world.models[0]!, name: 'small', ...model, parameters }]
  world.loaded = isLoaded ? { model: 'small' } : {}
  const server = await serveEmulator({ world, closeWith: afterAll })
  const paths: string[] = []
  const onRequest = ({ method, path }: { method: string; path: string }) => void paths.push(`${method} ${path}`)
  return { client: createTabbyClient({ baseUrl: server.url, onRequest }), paths }
}
