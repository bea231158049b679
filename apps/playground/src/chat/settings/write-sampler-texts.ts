import { samplerKinds } from './sampler-kinds.js'

/** Turns parameters into the texts of their fields: the reverse of `readSamplerParams`. */
export function writeSamplerTexts(params: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(given.map(([name, value]) => [name, writeText(name, value)]))
}

function writeText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(samplerKinds[name] === 'lines' ? '\n' : ', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
