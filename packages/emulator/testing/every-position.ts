/** The same bytes in two pieces, for each position at which they can be split. */
export function* everySplit(text: string): Generator<readonly [Uint8Array, Uint8Array]> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)]
}

/** The beginning of the bytes, for each position at which they can be cut off. */
export function* everyCut(text: string): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at++) yield bytes.subarray(0, at)
}
