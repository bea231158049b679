import { effect, signal } from '@preact/signals'
import { keepValue } from '../ui/kept-value.js'
import { readKeptFields } from '../ui/read-kept-fields.js'

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

const defaults: ConnectionSettings = {
  target: 'emulator',
  baseUrl: 'http://127.0.0.1:5000',
  apiKey: '',
  adminKey: '',
  emulatorKey: 'admin',
}

/** The current settings. They hold keys, so they live only as long as the tab and never appear in a URL. */
export const settings = signal<ConnectionSettings>(readKeptFields('sessionStorage', place, defaults))

effect(() => keepValue('sessionStorage', place, JSON.stringify(settings.value)))
