import type { TabbyClient } from '@tabby/core'
import type { ModelCard } from '@tabby/models'
import { getPromptLimit } from '@tabby/tokens'
import type { Report } from '../output/report.js'

/** Shows a loaded model, and returns how many tokens a conversation with it may have. */
export async function showModel(
  client: TabbyClient,
  { id, parameters }: ModelCard,
  { report, signal }: { report: Report; signal: AbortSignal },
): Promise<number | undefined> {
  // Some servers show no card, and some cards leave no room: the model is shown all the same.
  const limit = await getPromptLimit(client, {}, { signal }).catch(() => undefined)
  signal.throwIfAborted()
  await report.show({ type: 'model', id, parameters: parameters ?? null, prompt_limit: limit })
  return limit
}
