import { effect, signal } from '@preact/signals'
import { keepValue, readKeptValue } from '../ui/kept-value.js'
import { readKeptFields } from '../ui/read-kept-fields.js'
import { knownServers } from './known-servers.js'

/** What the page connects to. */
export interface ConnectionSettings {
  /** The emulator inside the page, or a server. */
  target: 'emulator' | 'server'
  /** Address of the server. */
  baseUrl: string
  /** Key for generation and reading; empty for none. */
  apiKey: string
  /** Key for loading, switching and downloading; empty for none. */
  adminKey: string
  /** Which key the page uses with its own emulator, to show what an API key may not do. */
  emulatorKey: 'admin' | 'api'
}

const place = 'tabby-connection'

/** Where the address is kept that the next tab connects to; empty for the emulator. */
const lastPlace = 'tabby-last-server'

const defaults: ConnectionSettings = {
  target: 'emulator',
  baseUrl: 'http://127.0.0.1:5000',
  apiKey: '',
  adminKey: '',
  emulatorKey: 'admin',
}

/** The current settings. They hold keys, so they live only as long as the tab and never appear in a URL. */
export const settings = signal<ConnectionSettings>(readKeptFields('sessionStorage', place, readLast()))

effect(() => keepValue('sessionStorage', place, JSON.stringify(settings.value)))

/** Makes a new tab, and the next start of the browser, begin with the server that the page is connected to. */
export function keepLast({ target, baseUrl }: ConnectionSettings): void {
  keepValue('localStorage', lastPlace, target === 'server' ? baseUrl : '')
}

/** What a new tab begins with: the server that was used last. */
function readLast(): ConnectionSettings {
  const last = readKeptValue('localStorage', lastPlace)
  const server = knownServers.peek().find(({ baseUrl }) => baseUrl === last)
  if (!server) return defaults
  const { baseUrl, apiKey, adminKey } = server
  return { ...defaults, target: 'server', baseUrl, apiKey, adminKey }
}
