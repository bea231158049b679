import type { Contender } from '../measure/contender.js'
import { readSlowly, type SlowReading } from '../measure/start-process.js'

/** Lets each client read slowly, one after another: a server that is not held back fills the memory of its client. */
export async function measureSlowConsumers(contenders: readonly Contender[], serverUrl: string, pause: number) {
  const results: (SlowReading & { readonly name: string })[] = []
  for (const contender of contenders) {
    results.push({ name: contender.name, ...(await readSlowly(contender, serverUrl, pause)) })
  }
  return results
}
