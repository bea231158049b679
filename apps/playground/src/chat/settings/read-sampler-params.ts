import type { SamplerParams } from '@tabby/core'

/**
 * What was typed as parameters. What is no number is handed on as it is, so that the check can say what the server
 * would make of it.
 */
export function readSamplerParams(samplers: Readonly<Record<string, string>>): SamplerParams {
  const params: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(samplers)) {
    const trimmed = text.trim()
    if (trimmed === '') continue
    if (name === 'stop') params.stop = trimmed.split('\n').filter(Boolean)
    else if (trimmed === 'true' || trimmed === 'false') params[name] = trimmed === 'true'
    else params[name] = Number.isNaN(Number(trimmed)) ? trimmed : Number(trimmed)
  }
  return params
}
