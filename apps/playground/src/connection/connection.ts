import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { TabbyClient } from '@tabby/core'
import type { ConnectionReport } from '@tabby/health'
import { createPageClient } from './create-page-client.js'
import { settings } from './settings.js'

/** What the views need to know about the server. */
export interface Connection {
  /** The client. It stays the same until the user connects to another server. */
  client: TabbyClient
  /** The server's address; that of the emulator inside the page leads nowhere. */
  baseUrl: string
  /** What the key may do. Undefined during a check, and if the check failed. */
  permission: 'api' | 'admin' | (string & {}) | undefined
  /** Whether the page uses its built-in emulator. */
  isEmulator: boolean
  /** Name of the loaded model, if known. */
  model: string | undefined
  /** The result of the check; undefined while it runs. */
  report: ConnectionReport | undefined
}

/** The client of the current settings. */
export const client: ReadonlySignal<TabbyClient> = computed(() => createPageClient(settings.value))

/** The result of the check, and its client: a result about another server is of no use. */
export const finding = signal<{ client: TabbyClient; report: ConnectionReport } | undefined>(undefined)

/** The connection, for every view. */
export const connection: ReadonlySignal<Connection> = computed(() => {
  const report = finding.value?.client === client.value ? finding.value.report : undefined
  return {
    client: client.value,
    baseUrl: client.value.baseUrl,
    permission: report?.permission,
    isEmulator: settings.value.target === 'emulator',
    model: report?.model,
    report,
  }
})
