import type { Command } from 'commander'
import type { GenerationParams } from '@tabby/core'
import { collectValue, parseNumber } from './flags.js'
import { UsageError } from '../failure/errors.js'

/** Flags of everything that generates. */
export interface SamplingFlags {
  maxTokens?: number
  minP?: number
  set?: string[]
  stop?: string[]
  temperature?: number
  topP?: number
}

/** Adds flags for the parameters that people change, and one for all others. */
export function addSamplingFlags(command: Command): void {
  command
    .option('--temperature <number>', '0 for the likeliest tokens alone', parseNumber)
    .option('--top-p <number>', 'take tokens until their probabilities add up to this', parseNumber)
    .option('--min-p <number>', 'drop tokens below this share of the likeliest one', parseNumber)
    .option('--max-tokens <number>', 'longest answer; 0 fills the context', parseNumber)
    .option('--stop <text>', 'end the answer before any of these (repeatable)', collectValue)
    .option(
      '--set <name=value>',
      'any other parameter of the server, the value as JSON or as text (repeatable)',
      collectValue,
    )
}

/** The parameters that the flags ask for. A flag of its own comes before `--set`. */
export function toSamplingParams(flags: SamplingFlags): GenerationParams {
  const { temperature, topP, minP, maxTokens, stop, set = [] } = flags
  const given = { temperature, top_p: topP, min_p: minP, max_tokens: maxTokens, stop }
  const named = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries([...set.map(parseSetting), ...named])
}

function parseSetting(text: string): [string, unknown] {
  const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined) throw new UsageError('--set takes name=value, as in --set top_k=40')
  try {
    return [name, JSON.parse(value)]
  } catch {
    return [name, value]
  }
}
