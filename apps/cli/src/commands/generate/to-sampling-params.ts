import type { GenerationParams } from '@tabby/core'
import { UsageError } from '../../failure/usage-error.js'
import type { SamplingFlags } from './add-sampling-flags.js'

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
