import { createTabbyClient, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import { type PageFetch, recordingFetch } from '../inspector/recording-fetch.js'
import { emulatorKeys, emulatorUrl, fetchFromPageEmulator } from './page-emulator.js'
import type { ConnectionSettings } from './settings.js'

/**
 * Creates the client of the settings. Every request is recorded in the exchange log.
 *
 * @throws TabbyRequestError if the address is not valid.
 */
export function createPageClient(settings: ConnectionSettings): TabbyClient {
  const { target, baseUrl, apiKey, adminKey, emulatorKey } = settings
  if (target === 'server') {
    const keys = { ...(apiKey ? { apiKey } : {}), ...(adminKey ? { adminKey } : {}) }
    return createRecorded({ baseUrl, ...keys }, (url, init) => fetch(url, init))
  }
  const keys = emulatorKey === 'admin' ? { adminKey: emulatorKeys.admin } : {}
  return createRecorded({ baseUrl: emulatorUrl, apiKey: emulatorKeys.api, ...keys }, fetchFromPageEmulator)
}

function createRecorded(options: TabbyClientOptions, send: PageFetch): TabbyClient {
  // The keys are the user's own, typed into a page that only this user sees.
  const record = recordingFetch(send, () => client.baseUrl)
  const client = createTabbyClient({ ...options, fetch: record, allowAdminKeyInBrowser: true })
  return client
}
