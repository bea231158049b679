import type { SamplerParams } from '@tabby/core'

/**
 * What was typed as parameters. What is no number is handed on as it is, so that the check can say what the server
 * would make of it.
 */
export function readSamplerParams(samplers: Readonly<Record<string, string>>): SamplerParams {
  const given = Object.entries(samplers).map(([name, text]) => [name, text.trim()] as const)
  return Object.fromEntries(given.filter(([, text]) => text !== '').map(([name, text]) => [name, readText(name, text)]))
}

function readText(name: string, text: string): unknown {
  if (name === 'stop') return text.split('\n').filter(Boolean)
  if (text === 'true' || text === 'false') return text === 'true'
  return Number.isNaN(Number(text)) ? text : Number(text)
}
