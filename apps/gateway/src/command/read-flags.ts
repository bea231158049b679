import { parseArgs } from 'node:util'
import type { KeyEntry } from '../keys/key-file.js'
import { type GatewayFlags, SettingsError } from '../settings/read-settings.js'

/** What the command line asks for. */
export type Flags =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'serve'; readonly settings: GatewayFlags }
  | { readonly command: 'keys add'; readonly key: Omit<KeyEntry, 'sha256'> & { readonly path: string } }

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const
const serveOptions = {
  server: texts,
  keys: text,
  concurrency: text,
  'max-queued': text,
  host: text,
  port: text,
  cors: texts,
  drain: text,
  'max-body': text,
  config: text,
}
const keyOptions = { keys: text, model: texts, 'per-minute': text, 'tokens-per-minute': text }
const help = { help: { type: 'boolean', short: 'h' } } as const

/** Reads the command line. */
export function readFlags(words: readonly string[]): Flags {
  if (words[0] === 'keys') return readKeyFlags(words.slice(1))
  const { values } = parse(words, { ...serveOptions, ...help, version: { type: 'boolean' } }, false)
  if (values.help) return { command: 'help' }
  if (values.version) return { command: 'version' }
  const settings = {
    servers: values.server,
    keys: values.keys,
    concurrency: toNumber('concurrency', values.concurrency),
    maxQueued: toNumber('max-queued', values['max-queued']),
    host: values.host,
    port: toNumber('port', values.port),
    cors: values.cors,
    drain: toNumber('drain', values.drain),
    maxBody: toNumber('max-body', values['max-body']),
    config: values.config,
  }
  return { command: 'serve', settings: dropMissing(settings) as GatewayFlags }
}

function readKeyFlags([verb, ...words]: readonly string[]): Flags {
  if (verb !== 'add') throw new SettingsError('keys has one command: keys add NAME --keys FILE')
  const { values, positionals } = parse(words, { ...keyOptions, ...help }, true)
  if (values.help) return { command: 'help' }
  const [name] = positionals
  if (name === undefined || positionals.length > 1) throw new SettingsError('keys add needs one name')
  if (values.keys === undefined) throw new SettingsError('keys add needs --keys FILE')
  const key = {
    path: values.keys,
    name,
    models: values.model,
    perMinute: toNumber('per-minute', values['per-minute']),
    tokensPerMinute: toNumber('tokens-per-minute', values['tokens-per-minute']),
  }
  return { command: 'keys add', key: dropMissing(key) as Extract<Flags, { command: 'keys add' }>['key'] }
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>

function parse<T extends Options>(words: readonly string[], options: T, allowPositionals: boolean) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals })
  } catch (error) {
    throw new SettingsError(`${(error as Error).message} (--help shows the options)`)
  }
}

function toNumber(flag: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const number = Number(given)
  if (given.trim() === '' || !Number.isFinite(number)) throw new SettingsError(`--${flag} needs a number`)
  return number
}

function dropMissing(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
