import type { SamplerParams } from '@tabby/core'

/**
 * Turns the typed values into parameters. A value that is not a number is passed on unchanged, so that the check can
 * say what the server would make of it.
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
