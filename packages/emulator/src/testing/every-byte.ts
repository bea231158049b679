/** The same bytes in two chunks, for each position at which they can be split. */
export function* everySplit(body: string | Uint8Array): Generator<readonly [Uint8Array, Uint8Array]> {
  const bytes = toBytes(body)
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)]
}

/** The beginning of the bytes, for each position at which they can be cut off. */
export function* everyCut(body: string | Uint8Array): Generator<Uint8Array> {
  const bytes = toBytes(body)
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(0, at)
}

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

/**
 * Leaves out each event that looks like the two before it, except for numbers and ASCII texts: splitting it would test
 * the same again.
 */
export function dropAlikeEvents(body: string): string {
  const shapes: string[] = []
  return body
    .split(/(?<=\r\n\r\n)/)
    .filter((event) => {
      const shape = event.replace(/(?<=: |\[)"[ -!#-~]*"|[\d.-]+/g, '0')
      return shapes.push(shape) < 3 || shapes.slice(-3).some((other) => other !== shape)
    })
    .join('')
}

/** A body that arrives in these chunks, without a socket: there are a hundred thousand ways to cut some of them. */
export function toByteStream(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

function toBytes(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body
}
