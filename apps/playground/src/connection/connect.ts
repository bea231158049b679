import { isTabbyError } from '@tabby/core'
import { connectionWords } from '../words/connection-words.js'
import { createPageClient } from './create-page-client.js'
import { knownServers, rememberServer } from './known-servers.js'
import { type ConnectionSettings, keepLast, settings } from './settings.js'
import { toAddress } from './to-address.js'

/** What is remembered about a server. */
export interface RememberOptions {
  /** What the user calls it; its host if nothing was typed. */
  name?: string | undefined
  /** Whether the keys are kept in this browser too. */
  keepsKeys: boolean
}

/**
 * Connects to another server and remembers it: from now on, every view uses a new client.
 *
 * @returns What is wrong with the address, as a sentence; undefined if the settings are now in use.
 */
export function connect(wanted: ConnectionSettings, { name, keepsKeys }: RememberOptions): string | undefined {
  const isServer = wanted.target === 'server'
  const complete = isServer ? { ...wanted, baseUrl: toAddress(wanted.baseUrl) } : wanted
  try {
    createPageClient(complete)
  } catch (error) {
    if (!isTabbyError(error)) throw error
    return connectionWords.enterAnAddressSuchAs
  }
  const { baseUrl, apiKey, adminKey } = complete
  if (isServer) {
    const known = knownServers.value.find((each) => each.baseUrl === baseUrl)
    rememberServer({
      name: name?.trim() || known?.name || new URL(baseUrl, location.href).host,
      baseUrl,
      ...(keepsKeys ? { apiKey, adminKey } : { apiKey: '', adminKey: '' }),
    })
  }
  keepLast(complete)
  settings.value = complete
  return undefined
}
