import type { SamplerParams } from '@tabby/core'
import { samplerKinds } from './sampler-kinds.js'

/**
 * Turns the typed values into parameters. A value that is not a number is passed on unchanged, so that the check can
 * say what the server would make of it.
 */
export function readSamplerParams(samplers: Readonly<Record<string, string>>): SamplerParams {
  const given = Object.entries(samplers).map(([name, text]) => [name, text.trim()] as const)
  return Object.fromEntries(given.filter(([, text]) => text !== '').map(([name, text]) => [name, readText(name, text)]))
}

function readText(name: string, text: string): unknown {
  const kind = Object.hasOwn(samplerKinds, name) ? samplerKinds[name] : undefined
  if (kind === 'text') return text
  if (kind === 'lines') return text.split('\n').filter(Boolean)
  if (kind === 'json') return readJson(text)
  if (text === 'true' || text === 'false') return text === 'true'
  return Number.isNaN(Number(text)) ? text : Number(text)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
