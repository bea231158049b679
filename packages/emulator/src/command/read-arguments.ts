import { parseArgs } from 'node:util'
import type { Keys, Settings } from '../world/world.js'

/** What `--help` prints. */
export const usage = `Usage: tabby-emulator [options]

A TabbyAPI server without a GPU.

  --config FILE               read the world (models, LoRAs, templates, keys ...) from a JSON file
  --port N                    port to listen on (default 5000; 0 picks a free one)
  --host H                    address to listen on (default 127.0.0.1)
  --api-key KEY               accept this API key (repeatable); without any key, none is required
  --admin-key KEY             accept this admin key (repeatable)
  --tokens-per-second N       generation speed of each choice (default 0: no delay)
  --prefill-milliseconds N    delay before the first token
  --module-milliseconds N     delay for each module of a model that is loaded
  --seed N                    wording of the replies (default 0)
  --ping-seconds N            seconds between pings of an event stream (default 15; 0 turns them off)
  --control                   serve /emulator/journal, faults, conversation and keys; keeps 1000 requests
  --control-key KEY           key that these endpoints require; other machines always need a key
  --control-host NAME         accept this host name for them, too (repeatable)
  --help                      show this text
  --version                   show the version of this program
`

/** The options that the command line gives. */
export interface CommandArguments {
  help: boolean
  version: boolean
  control: boolean
  controlKey: string | undefined
  controlHosts: string[]
  config: string | undefined
  port: number
  host: string
  settings: Settings
  keys: Keys | undefined
}

/** Reads the command line; throws for an unknown flag or a value that is not valid. */
export function readArguments(argv: string[]): CommandArguments {
  const { values } = parseArgs({
    args: argv,
    options: {
      config: { type: 'string' },
      port: { type: 'string', default: '5000' },
      host: { type: 'string', default: '127.0.0.1' },
      'api-key': { type: 'string', multiple: true },
      'admin-key': { type: 'string', multiple: true },
      'tokens-per-second': { type: 'string' },
      'prefill-milliseconds': { type: 'string' },
      'module-milliseconds': { type: 'string' },
      'ping-seconds': { type: 'string' },
      seed: { type: 'string' },
      control: { type: 'boolean', default: false },
      'control-key': { type: 'string' },
      'control-host': { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  })
  const { 'api-key': api = [], 'admin-key': admin = [] } = values
  const speed = dropUndefined({
    tokensPerSecond: toNumber('tokens-per-second', values['tokens-per-second']),
    prefillMilliseconds: toNumber('prefill-milliseconds', values['prefill-milliseconds']),
    moduleMilliseconds: toNumber('module-milliseconds', values['module-milliseconds']),
  })
  const figures = dropUndefined({
    pingSeconds: toNumber('ping-seconds', values['ping-seconds']),
    seed: toNumber('seed', values.seed),
  })
  return {
    help: values.help,
    version: values.version,
    control: values.control,
    controlKey: values['control-key'],
    controlHosts: values['control-host'] ?? [],
    config: values.config,
    port: toPort(values.port),
    host: values.host,
    settings: {
      ...(Object.keys(speed).length > 0 ? { speed } : {}),
      ...figures,
    },
    keys: api.length + admin.length > 0 ? { api, admin } : undefined,
  }
}

function toPort(value: string): number {
  const port = toNumber('port', value) ?? 0
  if (!Number.isInteger(port) || port > 65_535) throw new Error(`--port must be between 0 and 65535, not "${value}"`)
  return port
}

function toNumber(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new Error(`--${flag} needs a number, not "${value}"`)
  }
  return number
}

function dropUndefined<Value>(record: Record<string, Value | undefined>): Record<string, Value> {
  const kept = Object.entries(record).filter((entry): entry is [string, Value] => entry[1] !== undefined)
  return Object.fromEntries(kept)
}
