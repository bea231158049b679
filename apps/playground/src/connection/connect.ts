import { isTabbyError } from '@tabby/core'
import { createPageClient } from './create-page-client.js'
import { type ConnectionSettings, settings } from './settings.js'

/**
 * Connects to another server: from now on, every view uses a new client.
 *
 * @returns What is wrong with the address, as a sentence; undefined if the settings are now in use.
 */
export function connect(wanted: ConnectionSettings): string | undefined {
  try {
    createPageClient(wanted)
  } catch (error) {
    if (!isTabbyError(error)) throw error
    return 'Enter an address such as http://127.0.0.1:5000 that begins with http:// or https://.'
  }
  settings.value = wanted
  return undefined
}
