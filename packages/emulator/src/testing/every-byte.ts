import { everyCut } from './every-cut.js'
import { everySplit } from './every-split.js'
import { toBytes } from './to-bytes.js'

/** What came of reading a body whole, and where a split or a cut gave something else. */
export interface EveryByteReport {
  /** The outcome of the whole body in one chunk. */
  readonly whole: string
  /** Each split whose outcome differs from the whole one, as `position: outcome`. */
  readonly splits: readonly string[]
  /** Each cut whose outcome differs from the whole one, as `position: outcome`. */
  readonly cuts: readonly string[]
}

/**
 * Reads a body in two chunks, split at each of its bytes, and again cut off at each of its bytes.
 *
 * @param body - The bytes of a response.
 * @param collect - Reads the chunks as a network would deliver them, and returns the outcome as text. What it throws
 *   counts as the outcome too.
 * @returns The outcome of the whole body, and the splits and cuts that gave another one.
 * @throws nothing: an error of `collect` is an outcome.
 * @example
 * ```ts
 * import { everyByte } from '@tabby/emulator/testing'
 *
 * const { whole, splits } = await everyByte('data: {"a":1}\n\n', async (chunks) => {
 *   const decoder = new TextDecoder()
 *   return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('')
 * })
 * console.log(whole, splits) // ... []
 * ```
 */
export async function everyByte(
  body: string | Uint8Array,
  collect: (chunks: readonly Uint8Array[]) => Promise<string>,
): Promise<EveryByteReport> {
  const settle = (chunks: readonly Uint8Array[]): Promise<string> =>
    collect(chunks).catch((error: { reason?: string; message?: string }) => `${error.reason}: ${error.message}`)
  const whole = await settle([toBytes(body)])
  const splits: string[] = []
  for (const chunks of everySplit(body)) {
    const outcome = await settle(chunks)
    if (outcome !== whole) splits.push(`${chunks[0].length}: ${outcome}`)
  }
  const cuts: string[] = []
  for (const beginning of everyCut(body)) {
    const outcome = await settle([beginning])
    if (outcome !== whole) cuts.push(`${beginning.length}: ${outcome}`)
  }
  return { whole, splits, cuts }
}
