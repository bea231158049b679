/**
 * The name in a `Host` header without its port, in lower case, and an IPv6 address in its shortest form; `undefined`
 * when it is not a host.
 */
export function readHost(header: string): string | undefined {
  const [, bracketed, plain, port] =
    /^(?:(\[[\da-f:.]+\])|([a-z\d_-]+(?:\.[a-z\d_-]+)*)\.?)(?::(\d{1,5}))?$/i.exec(header) ?? []
  if (Number(port ?? 0) > 65_535) return undefined
  if (bracketed !== undefined)
    return URL.canParse(`http://${bracketed}`) ? new URL(`http://${bracketed}`).hostname : undefined
  const isAddress = /^\d+(?:\.\d+){3}$/.test(plain ?? '')
  return isAddress && plain?.split('.').some((part) => Number(part) > 255) ? undefined : plain?.toLowerCase()
}
