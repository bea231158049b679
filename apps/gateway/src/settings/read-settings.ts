import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import {
  type GatewayFile,
  type GatewaySettings,
  gatewaySettingsSchema,
  type ServerSettings,
} from './gateway-settings.js'

/** What was written on the command line. */
export type GatewayFlags = Omit<GatewayFile, '$schema' | 'models' | 'defaults'> & { readonly config?: string }

/** A mistake of whoever started the program: its message is all there is to say. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** Puts the flags over the configuration file, and the defaults below both. */
export function readSettings(flags: GatewayFlags, environment: NodeJS.ProcessEnv): GatewaySettings {
  const { config, ...given } = flags
  const file = config === undefined ? {} : readFile(config)
  const settings = { ...file, ...check(given, 'the command line') }
  const servers = (settings.servers ?? []).map((server) => toServer(server, environment))
  if (servers.length === 0) throw new SettingsError('No server is given: use --server URL, once for each')
  const { host = '127.0.0.1', concurrency, keys } = settings
  if (keys === undefined && !isLoopback(host)) {
    throw new SettingsError(
      `Everyone who can reach ${host} could use the servers: make keys with \`keys add\`, and use --keys`,
    )
  }
  return {
    servers,
    host,
    concurrency,
    keys,
    port: settings.port ?? 8080,
    maxQueued: settings.maxQueued ?? 1000,
    cors: settings.cors ?? [],
    drain: (settings.drain ?? 30) * 1000,
    maxBody: settings.maxBody ?? 2 ** 25,
    models: settings.models ?? {},
    defaults: settings.defaults ?? {},
  }
}

function readFile(path: string): GatewayFile {
  let document: unknown
  try {
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new SettingsError(`${path} could not be read: ${(error as Error).message}`)
  }
  const { keys, ...file } = check(document, path)
  return { ...file, ...(keys !== undefined && { keys: resolve(dirname(path), keys) }) }
}

function check(value: unknown, place: string): GatewayFile {
  const result = v.safeParse(gatewaySettingsSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  throw new SettingsError(`${place}: ${path ? `${path}: ` : ''}${issue.message}`)
}

function toServer(server: NonNullable<GatewayFile['servers']>[number], environment: NodeJS.ProcessEnv): ServerSettings {
  const {
    url,
    apiKeyVariable = 'TABBY_API_KEY',
    weight,
    models,
  } = typeof server === 'string' ? { url: server } : (server as Exclude<typeof server, string>)
  return { url, apiKey: environment[apiKeyVariable], weight, models }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
