import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { TabbyClient } from '@tabby/core'
import type { ConnectionReport } from '@tabby/health'
import { createPageClient } from './create-page-client.js'
import { settings } from './settings.js'

/** What the views need to know about the server. */
export interface Connection {
  /** The client. The same one until the user connects somewhere else. */
  client: TabbyClient
  /** The server's address; that of the emulator inside the page leads nowhere. */
  baseUrl: string
  /** What the key may do. Undefined while it is being asked, and when the server could not be asked. */
  permission: 'api' | 'admin' | (string & {}) | undefined
  /** Whether the page talks to the emulator inside itself. */
  isEmulator: boolean
  /** Name of the loaded model, as far as it is known. */
  model: string | undefined
  /** What was found out; undefined while it is being asked. */
  report: ConnectionReport | undefined
}

/** The client of the settings in force. */
export const client: ReadonlySignal<TabbyClient> = computed(() => createPageClient(settings.value))

/** What was found out, and with which client: an answer that is about another server is of no use. */
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
