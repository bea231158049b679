import * as v from 'valibot'

const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const url = v.pipe(v.string(), v.url())
const origin = v.pipe(
  v.string(),
  v.regex(/^[a-z][\w.+-]*:\/\/[^/*\s]+$/, 'must be an origin, such as https://chat.example'),
)

/** A server behind the gateway. */
const serverSchema = v.strictObject({
  url: v.pipe(url, v.description('Address of the server, such as http://10.0.0.5:5000')),
  apiKeyVariable: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.description('Environment variable with the API key of this server; default TABBY_API_KEY'),
    ),
  ),
  weight: v.optional(
    v.pipe(v.number(), v.gtValue(0), v.description('How much it can do, compared with the others; default 1')),
  ),
  models: v.optional(
    v.pipe(v.array(v.string()), v.description('Models that it may load when a request names them (inline loading)')),
  ),
})

/** The configuration file. Flags of the command win over it. */
export const gatewaySettingsSchema = v.strictObject({
  $schema: v.optional(v.string()),
  servers: v.optional(
    v.pipe(v.array(v.union([url, serverSchema])), v.minLength(1), v.description('The TabbyAPI servers')),
  ),
  host: v.optional(v.pipe(v.string(), v.minLength(1), v.description('Address to listen on; default 127.0.0.1'))),
  port: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535), v.description('Port; default 8080')),
  ),
  keys: v.optional(
    v.pipe(v.string(), v.minLength(1), v.description('File of keys, relative to this file; see `keys add`')),
  ),
  concurrency: v.optional(
    v.pipe(count, v.description('Generations that run at once on each server; default any number')),
  ),
  maxQueued: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.description('Generations that wait for a server; default 1000')),
  ),
  cors: v.optional(v.pipe(v.array(origin), v.description('Origins of pages that may call; default none'))),
  drain: v.optional(
    v.pipe(v.number(), v.minValue(0), v.description('Seconds that streams may take to end after SIGTERM; default 30')),
  ),
  maxBody: v.optional(v.pipe(count, v.description('Bytes of a request body at most; default 33554432'))),
  models: v.optional(
    v.pipe(v.record(v.string(), v.string()), v.description('Names for models: { "gpt-4o-mini": "Qwen3-8B-exl3" }')),
  ),
  defaults: v.optional(
    v.pipe(v.record(v.string(), v.unknown()), v.description('Fields of every generation that does not set them')),
  ),
})

/** What the file holds. */
export type GatewayFile = v.InferOutput<typeof gatewaySettingsSchema>

/** One server, with its address and key. */
export interface ServerSettings {
  readonly url: string
  readonly apiKey: string | undefined
  readonly weight: number | undefined
  readonly models: readonly string[] | undefined
}

/** Everything that a gateway is started with, defaults filled in. */
export interface GatewaySettings {
  readonly servers: readonly ServerSettings[]
  readonly host: string
  readonly port: number
  /** Path of the file of keys; without one everyone may ask. */
  readonly keys: string | undefined
  readonly concurrency: number | undefined
  readonly maxQueued: number
  readonly cors: readonly string[]
  /** Milliseconds. */
  readonly drain: number
  /** Bytes. */
  readonly maxBody: number
  readonly models: Readonly<Record<string, string>>
  readonly defaults: Readonly<Record<string, unknown>>
}
