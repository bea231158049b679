/** Reads a Retry-After header as milliseconds: seconds or a date. A date that is past, or neither, counts as none. */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (!value) return undefined
  const wait = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return wait >= 0 ? wait : undefined
}
