/** The name in a `Host` header without its port, in lower case; `undefined` when it is not a host. */
export function readHost(header: string): string | undefined {
  const [, bracketed, plain, port] = /^(?:(\[[\da-f:.]+\])|([a-z\d._-]+))(?::(\d{1,5}))?$/i.exec(header) ?? []
  const host = (bracketed ?? plain)?.toLowerCase()
  return Number(port ?? 0) > 65_535 ? undefined : host?.replace(/\.$/, '')
}
