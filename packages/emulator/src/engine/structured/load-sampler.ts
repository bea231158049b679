import type * as sampler from './sampler.js'

/** Makes values that satisfy schemas and texts that match patterns. */
export type Sampler = typeof sampler

/** Loads the sampler on first use: most applications in a browser never send a schema, a pattern or a tool. */
export function loadSampler(): Promise<Sampler> {
  return import('./sampler.js')
}
