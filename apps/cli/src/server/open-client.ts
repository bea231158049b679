import { createTabbyClient, type TabbyClient } from '@tabby/core'
import type { ServerSettings } from './server-settings.js'

const defaultUrl = 'http://127.0.0.1:5000'

/** A client, and the address to show for it. */
export interface OpenClient {
  readonly client: TabbyClient
  readonly url: string
}

/** Makes the client of the named server, or of one at the address that TabbyAPI has by default. */
export function openClient({ baseUrl = defaultUrl, apiKey, adminKey }: ServerSettings): OpenClient {
  return { client: createTabbyClient({ baseUrl, apiKey, adminKey }), url: baseUrl }
}
