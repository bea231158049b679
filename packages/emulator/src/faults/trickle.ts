import { waitMilliseconds } from '../time/wait-milliseconds.js'

const STEPS_PER_SECOND = 20

/** Hands bytes on in small pieces, so many per second. */
export async function* trickle(
  chunks: AsyncIterable<Uint8Array>,
  bytesPerSecond: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const size = Math.max(1, Math.round(bytesPerSecond / STEPS_PER_SECOND))
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += size) {
      const piece = chunk.subarray(at, at + size)
      await waitMilliseconds((1000 * piece.length) / bytesPerSecond, signal)
      yield piece
    }
  }
}
