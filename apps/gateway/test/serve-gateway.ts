import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EmulatorOptions } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import OpenAI from 'openai'
import { onTestFinished } from 'vitest'
import { addKey, type KeyEntry } from '../src/keys/key-file.js'
import { type Gateway, startGateway } from '../src/server/start-gateway.js'
import type { GatewaySettings } from '../src/settings/gateway-settings.js'

/** A folder that is gone after the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A gateway before emulators, with a key of each given name. */
export async function openGateway({
  emulators = [{}],
  keys,
  ...changes
}: Partial<Omit<GatewaySettings, 'keys'>> & {
  emulators?: readonly EmulatorOptions[]
  keys?: Record<string, Omit<KeyEntry, 'name' | 'sha256'>>
} = {}) {
  const servers = await Promise.all(
    emulators.map((options) => serveEmulator({ journal: 50, ...options, closeWith: onTestFinished })),
  )
  const path = join(makeFolder(), 'keys.json')
  const secrets = Object.fromEntries(
    Object.entries(keys ?? {}).map(([name, entry]) => [name, addKey(path, { name, ...entry })]),
  )
  const lines: Readonly<Record<string, unknown>>[] = []
  const gateway: Gateway = await startGateway(
    {
      servers: servers.map(({ url }) => ({ url, apiKey: undefined, weight: undefined, models: undefined })),
      host: '127.0.0.1',
      port: 0,
      keys: keys && path,
      concurrency: undefined,
      maxQueued: 1000,
      cors: [],
      drain: 50,
      maxBody: 100_000,
      models: {},
      defaults: {},
      ...changes,
    },
    (entry) => lines.push(entry),
  )
  onTestFinished(() => gateway.drain())
  const open = (apiKey = 'none', options = {}) =>
    new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey, maxRetries: 0, ...options })
  return {
    gateway,
    url: gateway.url,
    emulators: servers.map(({ emulator }) => emulator),
    servers,
    path,
    secrets,
    /** Lines of the log. */
    lines,
    open,
    /** Waits for the line of a request. */
    async waitForLine(isWanted: (line: Readonly<Record<string, unknown>>) => boolean = () => true) {
      for (const end = performance.now() + 2000; performance.now() < end;) {
        const found = lines.find((line) => line['message'] === 'request' && isWanted(line))
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      throw new Error(`no such line in ${JSON.stringify(lines)}`)
    },
  }
}

/** A short chat. */
export const ask = (content = 'Hello', more: { model?: string; max_tokens?: number } = {}) => ({
  model: '',
  max_tokens: 3,
  messages: [{ role: 'user' as const, content }],
  ...more,
})
