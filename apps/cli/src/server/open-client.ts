import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { UsageError } from '../failure/usage-error.js'
import { isServerAddress } from './is-server-address.js'
import type { ServerSettings } from './server-settings.js'

const defaultUrl = 'http://127.0.0.1:5000'

/** A client, and the address to show for it. */
export interface OpenClient {
  readonly client: TabbyClient
  readonly url: string
}

/** Makes the client of the named server, or of one at the address that TabbyAPI has by default. */
export function openClient({ baseUrl = defaultUrl, apiKey, adminKey }: ServerSettings): OpenClient {
  // In words of the command line. The address is not repeated: somebody may have put a password into it.
  if (!isServerAddress(baseUrl)) {
    throw new UsageError('the address of the server is not like http://127.0.0.1:5000, without a password in it')
  }
  return { client: createTabbyClient({ baseUrl, apiKey, adminKey }), url: baseUrl }
}
