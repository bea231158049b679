/** One more than the largest 32-bit number. */
const range = 4_294_967_296

/**
 * Hashes a string to 32 bits: FNV-1a, then the mixing of Murmur 3, because the strings differ in only a few characters.
 */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/**
 * How much a session prefers a server (rendezvous hashing): the highest rank wins. If a server is added or removed, only
 * the sessions that it gains or had move. A server gets a share of the sessions in proportion to its weight.
 */
export function rankMember(session: string, baseUrl: string, weight: number): number {
  const share = (hashText(`${session}\n${baseUrl}`) + 0.5) / range
  return -weight / Math.log(share)
}
