import { createKeptList } from '../ui/create-kept-list.js'

/** A server that this browser has been connected to. */
export interface KnownServer {
  /** What the user calls it. */
  name: string
  baseUrl: string
  /** Keys are here only if the user has asked for it; empty otherwise. */
  apiKey: string
  adminKey: string
}

const list = createKeptList('tabby-servers', readServer)

/** The servers, in the order in which they were first used. They outlive the tab. */
export const knownServers = list.entries

/** Remembers a server; one with the same address is replaced. */
export function rememberServer(server: KnownServer): void {
  const isKnown = knownServers.value.some(({ baseUrl }) => baseUrl === server.baseUrl)
  list.keep(
    isKnown
      ? knownServers.value.map((each) => (each.baseUrl === server.baseUrl ? server : each))
      : [...knownServers.value, server],
  )
}

/** Forgets a server and its keys. */
export function forgetServer(baseUrl: string): void {
  list.keep(knownServers.value.filter((each) => each.baseUrl !== baseUrl))
}

function readServer(kept: unknown): KnownServer | undefined {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const each = kept as Partial<Record<keyof KnownServer, unknown>> | null
  const baseUrl = text(each?.baseUrl)
  if (!baseUrl) return undefined
  return { name: text(each?.name) || baseUrl, baseUrl, apiKey: text(each?.apiKey), adminKey: text(each?.adminKey) }
}
