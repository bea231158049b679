import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createTabbyClient, wrapTabbyClient } from '@tabby/core'
import { createTabbyPool } from '@tabby/pool'
import { createBreaker, createLimit } from '@tabby/resilience'
import { createTelemetry } from '@tabby/telemetry'
import { createGatewayApp } from '../http/create-gateway-app.js'
import { createKeyRing } from '../keys/create-key-ring.js'
import { createRates } from '../keys/create-rates.js'
import type { GatewaySettings } from '../settings/gateway-settings.js'
import { createAccounting } from './create-accounting.js'
import { createMetrics } from './create-metrics.js'
import { createModelGuard } from './create-model-guard.js'
import { createModelLists } from './create-model-lists.js'

/** Takes one structured line of the log. */
export type GatewayLog = (entry: Readonly<Record<string, unknown>>) => void

/** A gateway that runs. */
export interface Gateway {
  readonly url: string
  /** Reads the file of keys again. If that fails the former keys stay, and it throws. */
  readonly reloadKeys: () => void
  /** Takes no more requests, waits for those that run, for as long as the settings allow, and ends. */
  readonly drain: () => Promise<void>
}

/** Starts a gateway. */
export async function startGateway(settings: GatewaySettings, log: GatewayLog): Promise<Gateway> {
  const { servers, concurrency, maxQueued, models } = settings
  const keyRing = settings.keys === undefined ? undefined : createKeyRing(settings.keys)
  const metrics = createMetrics()
  const rates = createRates()

  // Around each server: a model that a caller invented never gets so far, and makes no series of its own.
  const wrappers = [
    createTelemetry({ meterProvider: metrics.meterProvider }),
    createBreaker({
      onChange: ({ baseUrl, state }) => log({ level: 'warn', message: 'breaker', server: baseUrl, state }),
    }),
    ...(concurrency === undefined ? [] : [createLimit({ concurrency, maxQueued })]),
  ]
  const pool = createTabbyPool(
    servers.map(({ url, apiKey, weight, models: loadable }) => ({
      client: wrapTabbyClient(createTabbyClient({ baseUrl: url, apiKey }), ...wrappers),
      weight,
      models: loadable,
    })),
  )
  metrics.watch(pool)
  const client = wrapTabbyClient(
    pool,
    createAccounting((entry, tokens) => {
      if (entry.key) rates.addTokens(entry.key.name, tokens)
    }),
    createModelGuard(models),
    createModelLists(() => pool.members.filter(({ isUp }) => isUp).map((member) => member.client)),
  )

  const state = { isDraining: false, running: 0 }
  const app = createGatewayApp({ settings, client, pool, keyRing, rates, metrics, state, log })
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    serverOptions: { maxHeaderSize: 16_384, headersTimeout: 20_000, requestTimeout: 120_000 },
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })
  const { address, family, port } = server.address() as AddressInfo

  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    reloadKeys: () => keyRing?.reload(),
    async drain() {
      state.isDraining = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const limit = setTimeout(() => server.closeAllConnections(), settings.drain)
      // Connections that wait for another request end at once; those with one end after it.
      server.closeIdleConnections()
      await closed
      clearTimeout(limit)
      await pool.close()
      await metrics.close()
    },
  }
}
