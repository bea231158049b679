import { toBytes } from './to-bytes.js'

/**
 * Cuts a body off, at each position at which it can be cut.
 *
 * @param body - The bytes of a response.
 * @returns What is left of it, the shortest first.
 * @example
 * ```ts
 * import { everyCut } from '@tabby/emulator/testing'
 *
 * console.log([...everyCut('abc')].length) // 3
 * ```
 */
export function* everyCut(body: string | Uint8Array): Generator<Uint8Array> {
  const bytes = toBytes(body)
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(0, at)
}
