import { parseArgs } from 'node:util'
import type { Keys, Settings } from '../world/world.js'

/** What `--help` prints. */
export const usage = `Usage: tabby-emulator [options]

A TabbyAPI server without a GPU.

  --config FILE               JSON file that describes the whole world (models, LoRAs, templates, keys ...)
  --port N                    port to listen on, default 5000; 0 is any free one
  --host H                    address to listen on, default 127.0.0.1
  --api-key KEY               accept this api key (repeatable); without any key nobody needs one
  --admin-key KEY             accept this admin key (repeatable)
  --tokens-per-second N       speed of each answer, default 0: as fast as the machine can
  --prefill-milliseconds N    wait before the first token
  --module-milliseconds N     wait for each module of a model that is loaded
  --seed N                    wording of the answers, default 0
  --ping-seconds N            seconds between pings of an event stream, default 15; 0 is never
  --control                   serve /emulator/journal, /emulator/faults and /emulator/keys; keeps 1000 requests
  --control-key KEY           key that these three ask for; from another machine they always ask for one
  --control-host NAME         let these three be addressed by this host name too (repeatable)
  --help                      this text
`

/** What the command line says. */
export interface CommandArguments {
  help: boolean
  control: boolean
  controlKey: string | undefined
  controlHosts: string[]
  config: string | undefined
  port: number
  host: string
  settings: Settings
  keys: Keys | undefined
}

/** Reads the command line; throws on a flag or a value that it does not know. */
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
    control: values.control,
    controlKey: values['control-key'],
    controlHosts: values['control-host'] ?? [],
    config: values.config,
    port: toNumber('port', values.port) ?? 0,
    host: values.host,
    settings: {
      ...(Object.keys(speed).length > 0 ? { speed } : {}),
      ...figures,
    },
    keys: api.length + admin.length > 0 ? { api, admin } : undefined,
  }
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
