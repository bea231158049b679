/** An id as Python's `uuid4().hex` writes it; `crypto.randomUUID` is missing in pages that are served without TLS. */
export function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
