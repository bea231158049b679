/** Takes the keys that were sent out of what came back: a gateway may repeat the key that it refuses. */
export function hideKeys(text: string, headers: Headers): string {
  headers.forEach((value, name) => {
    if (/key|auth/.test(name)) text = text.replaceAll(value.replace('Bearer ', ''), '***')
  })
  return text
}
