import type { Terminal } from '../terminal/terminal.js'
import type { ServerSettings } from './server-settings.js'

/** Flags that say where the server is. */
export interface ServerFlags {
  url?: string
}

/** Flags come before the environment; an empty variable is one that is not set. */
export function readServerSettings(flags: ServerFlags, { environment }: Pick<Terminal, 'environment'>): ServerSettings {
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined
  return {
    baseUrl: flags.url ?? read('TABBY_BASE_URL') ?? read('TABBY_API_ENDPOINT'),
    apiKey: read('TABBY_API_KEY'),
    adminKey: read('TABBY_ADMIN_KEY'),
  }
}
