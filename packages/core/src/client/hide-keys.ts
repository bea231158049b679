/**
 * Takes the keys that were sent out of what came back: a gateway may repeat the key that it refuses. A key of less
 * than eight characters is no secret, and may be a word of the message.
 */
export function hideKeys(text: string, headers: Headers): string {
  headers.forEach((value, name) => {
    const key = value.replace('Bearer ', '')
    if (/key|auth|token|secret|cookie/.test(name) && key.length > 7) text = text.replaceAll(key, '***')
  })
  return text
}
