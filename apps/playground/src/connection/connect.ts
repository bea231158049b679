import { isTabbyError } from '@tabby/core'
import { createPageClient } from './create-page-client.js'
import { type ConnectionSettings, settings } from './settings.js'

/**
 * Connects somewhere else: every view has another client from now on.
 *
 * @returns What is wrong with the address, in words; undefined when all is well and the settings are in force.
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
