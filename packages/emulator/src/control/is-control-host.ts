import { readHost } from './read-host.js'

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
