/**
 * The secrets that are in the value of a header: the whole, what follows a scheme (`Bearer`, `Basic`), the user's
 * password in a `Basic`, and the value of each cookie or parameter.
 */
export function toSecretParts(value: string): string[] {
  const text = value.trim()
  const withoutScheme = text.replace(/^[\w-]{1,30} +/, '')
  const pairs = text.split(/[;,&]/).flatMap((pair) => {
    const place = pair.indexOf('=')
    const part = pair.slice(place + 1).trim()
    return place < 0 ? [] : [part.replace(/^"|"$/g, '')]
  })
  const parts = [text, withoutScheme, ...pairs]
  if (/^basic /i.test(text)) {
    try {
      const user = atob(withoutScheme)
      parts.push(user, user.slice(user.indexOf(':') + 1))
    } catch {
      // Not base64: nothing more is in it.
    }
  }
  return parts
}
