/** The same address without encryption, which most servers at home use; undefined for one that is plain already. */
export function readPlainAddress(baseUrl: string): string | undefined {
  return baseUrl.startsWith('https://') ? `http://${baseUrl.slice('https://'.length)}` : undefined
}
