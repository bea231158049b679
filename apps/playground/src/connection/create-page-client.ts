import { createTabbyClient, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import { recordingFetch } from '../inspector/recording-fetch.js'
import { emulatorKeys, emulatorUrl, fetchFromPageEmulator } from './page-emulator.js'
import type { ConnectionSettings } from './settings.js'

/** Makes the client of the settings. Everything that it sends is written into the exchange log. */
export function createPageClient(settings: ConnectionSettings): TabbyClient {
  const { target, baseUrl, apiKey, adminKey, emulatorKey } = settings
  const shared: TabbyClientOptions = { allowAdminKeyInBrowser: true }
  if (target === 'emulator') {
    return createTabbyClient({
      ...shared,
      baseUrl: emulatorUrl,
      apiKey: emulatorKeys.api,
      ...(emulatorKey === 'admin' ? { adminKey: emulatorKeys.admin } : {}),
      fetch: recordingFetch(fetchFromPageEmulator),
    })
  }
  return createTabbyClient({
    ...shared,
    baseUrl,
    ...(apiKey ? { apiKey } : {}),
    ...(adminKey ? { adminKey } : {}),
    fetch: recordingFetch((url, init) => fetch(url, init)),
  })
}
