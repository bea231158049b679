import type { Command } from 'commander'
import { parseNumber } from '../parse-number.js'
import { collectValue } from '../collect-value.js'

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
