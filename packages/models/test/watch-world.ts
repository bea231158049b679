import type { TabbyClient, TabbyClientOptions } from '@tabby/core'
import { adminKey, apiKey, serveWorld } from './serve-world.js'

/** A served world whose requests are noted. */
export interface WatchedWorld {
  readonly client: TabbyClient
  readonly calls: readonly string[]
  /** How many loads were asked for. */
  readonly countLoads: () => number
}

/** Serves a world until the test is over, and notes what is sent to it. */
export async function watchWorld(keys: TabbyClientOptions = { apiKey, adminKey }): Promise<WatchedWorld> {
  const calls: string[] = []
  const served = await serveWorld(keys)
  const client = served.extend({
    retry: false,
    onRequest: ({ method, path }) => void calls.push(`${method} ${path}`),
  })
  return { client, calls, countLoads: () => calls.filter((call) => call.endsWith('/load')).length }
}
