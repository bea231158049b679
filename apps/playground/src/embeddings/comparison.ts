import { signal } from '@preact/signals'
import type { TabbyClient } from '@tabby/core'
import { embedTexts, type EmbeddedTexts } from './embed-texts.js'
import { measureSimilarities } from './measure-similarities.js'

/** Texts and their similarities. */
export interface Comparison extends EmbeddedTexts {
  readonly similarities: readonly Float64Array[]
}

/** The pasted text. Like everything here, it survives a switch to another view. */
export const pasted = signal('')

/** The last comparison. */
export const comparison = signal<Comparison | undefined>(undefined)

/** Progress of the running comparison. */
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

/** Stops the running comparison; the server stops too. */
export function stopComparing(): void {
  controller.abort()
  comparing.value = undefined
}
