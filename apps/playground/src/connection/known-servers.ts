import { signal } from '@preact/signals'
import { keepValue, readKeptValue } from '../ui/kept-value.js'

/** A server that this browser has been connected to. */
export interface KnownServer {
  /** What the user calls it. */
  name: string
  baseUrl: string
  /** Keys are here only if the user has asked for it; empty otherwise. */
  apiKey: string
  adminKey: string
}

const place = 'tabby-servers'

/** The servers, in the order in which they were first used. They outlive the tab. */
export const knownServers = signal<readonly KnownServer[]>(readServers())

/** Remembers a server; one with the same address is replaced. */
export function rememberServer(server: KnownServer): void {
  const isKnown = knownServers.value.some(({ baseUrl }) => baseUrl === server.baseUrl)
  keepServers(
    isKnown
      ? knownServers.value.map((each) => (each.baseUrl === server.baseUrl ? server : each))
      : [...knownServers.value, server],
  )
}

/** Forgets a server and its keys. */
export function forgetServer(baseUrl: string): void {
  keepServers(knownServers.value.filter((each) => each.baseUrl !== baseUrl))
}

function keepServers(servers: readonly KnownServer[]): void {
  knownServers.value = servers
  keepValue('localStorage', place, JSON.stringify(servers))
}

/** What was kept. Another version of the page, or a person, may have left anything there. */
function readServers(): KnownServer[] {
  let kept: unknown
  try {
    kept = JSON.parse(readKeptValue('localStorage', place) ?? '[]')
  } catch {
    return []
  }
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return (Array.isArray(kept) ? kept : []).flatMap((each: Partial<Record<keyof KnownServer, unknown>> | null) => {
    const baseUrl = text(each?.baseUrl)
    if (!baseUrl) return []
    return [{ name: text(each?.name) || baseUrl, baseUrl, apiKey: text(each?.apiKey), adminKey: text(each?.adminKey) }]
  })
}
