/**
 * Whether the control endpoints may be addressed by this `Host` header: a name of this machine, or one of those that
 * are allowed. A page of the internet that has its own name point at this machine (DNS rebinding) sends that name.
 */
export function isControlHost(header: string | null, allowed: readonly string[]): boolean {
  const host = header === null ? undefined : readHost(header)
  if (host === undefined) return false
  if (host === 'localhost' || host.endsWith('.localhost') || host === '[::1]') return true
  if (/^127(?:\.\d+){3}$/.test(host)) return true
  return allowed.some((name) => readHost(name.includes(':') && !name.startsWith('[') ? `[${name}]` : name) === host)
}

/**
 * The name in a `Host` header without its port, in lower case, and an IPv6 address in its shortest form; `undefined`
 * when it is not a host.
 */
function readHost(header: string): string | undefined {
  const [, bracketed, plain, port] =
    /^(?:(\[[\da-f:.]+\])|([a-z\d_-]+(?:\.[a-z\d_-]+)*)\.?)(?::(\d{1,5}))?$/i.exec(header) ?? []
  if (Number(port ?? 0) > 65_535) return undefined
  if (bracketed !== undefined)
    return URL.canParse(`http://${bracketed}`) ? new URL(`http://${bracketed}`).hostname : undefined
  const isAddress = /^\d+(?:\.\d+){3}$/.test(plain ?? '')
  return isAddress && plain?.split('.').some((part) => Number(part) > 255) ? undefined : plain?.toLowerCase()
}
