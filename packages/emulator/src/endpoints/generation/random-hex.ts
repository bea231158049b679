/** An id as Python's `uuid4().hex` writes it. */
export function randomHex(): string {
  return crypto.randomUUID().replaceAll('-', '')
}
