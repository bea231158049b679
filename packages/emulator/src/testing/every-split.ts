import { toBytes } from './to-bytes.js'

/**
 * Splits a body into two chunks, at each position at which it can be split.
 *
 * @param body - The bytes of a response.
 * @returns The two chunks, position by position.
 * @example
 * ```ts
 * import { everySplit } from '@tabby/emulator/testing'
 *
 * console.log([...everySplit('abc')].length) // 2
 * ```
 */
export function* everySplit(body: string | Uint8Array): Generator<readonly [Uint8Array, Uint8Array]> {
  const bytes = toBytes(body)
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)]
}
