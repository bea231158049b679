import type { Command } from 'commander'
import type { GenerationParams } from '@tabby/core'
import { collectValue, parseNumber } from './flags.js'
import { UsageError } from '../failure/errors.js'

/** Flags of every command that generates. */
export interface SamplingFlags {
  maxTokens?: number
  minP?: number
  set?: string[]
  stop?: string[]
  temperature?: number
  topP?: number
}

/** Adds flags for the most common parameters, and one for all others. */
export function addSamplingFlags(command: Command): void {
  command
    .option(
      '--temperature <number>',
      'randomness: 0 always picks the most likely token, higher is more random',
      parseNumber,
    )
    .option('--top-p <number>', 'keep the smallest set of tokens whose probabilities add up to this', parseNumber)
    .option('--min-p <number>', 'drop tokens less likely than this share of the most likely one', parseNumber)
    .option('--max-tokens <number>', 'maximum length of the reply; 0 fills the context', parseNumber)
    .option('--stop <text>', 'stop before this text (repeatable)', collectValue)
    .option(
      '--set <name=value>',
      'any other parameter of the server; the value is JSON or text (repeatable)',
      collectValue,
    )
}

/** The parameters of the flags. A flag of its own wins over `--set`. */
export function toSamplingParams(flags: SamplingFlags): GenerationParams {
  const { temperature, topP, minP, maxTokens, stop, set = [] } = flags
  const given = { temperature, top_p: topP, min_p: minP, max_tokens: maxTokens, stop }
  const named = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries([...set.map(parseSetting), ...named])
}

/** Parses `name=value`; the value is JSON or text. */
export function parseSetting(text: string): [string, unknown] {
  const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined) throw new UsageError('--set takes name=value, as in --set top_k=40')
  try {
    return [name, JSON.parse(value)]
  } catch {
    return [name, value]
  }
}
