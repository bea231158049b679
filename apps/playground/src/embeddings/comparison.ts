import { signal } from '@preact/signals'
import type { TabbyClient } from '@tabby/core'
import { embedTexts, type EmbeddedTexts } from './embed-texts.js'
import { measureSimilarities } from './measure-similarities.js'

/** Texts with how alike they are. */
export interface Comparison extends EmbeddedTexts {
  readonly similarities: readonly Float64Array[]
}

/** What was pasted. It stays when another view is looked at, as everything here does. */
export const pasted = signal('')

/** The comparison that was made last. */
export const comparison = signal<Comparison | undefined>(undefined)

/** How far the comparison is that is being made. */
export const comparing = signal<{ done: number; total: number } | undefined>(undefined)

/** Why the last one failed. */
export const comparisonFailure = signal<unknown>(undefined)

let controller = new AbortController()

/** Compares texts; one comparison at a time, the newest. It never throws. */
export async function compareTexts(client: TabbyClient, texts: readonly string[]): Promise<void> {
  stopComparing()
  const { signal: aborted } = (controller = new AbortController())
  comparisonFailure.value = undefined
  try {
    const total = texts.length
    const onProgress = (done: number): void => void (comparing.value = { done, total })
    const embedded = await embedTexts(client, texts, { signal: aborted, onProgress })
    comparison.value = { ...embedded, similarities: measureSimilarities(embedded.vectors) }
  } catch (error) {
    if (!aborted.aborted) comparisonFailure.value = error
  } finally {
    if (!aborted.aborted) comparing.value = undefined
  }
}

/** Ends the comparison that is being made; the server ends its work too. */
export function stopComparing(): void {
  controller.abort()
  comparing.value = undefined
}
