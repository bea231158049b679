import { type TabbyClient, TabbyRequestError } from '@tabby/core'
import { longestTimer } from '@tabby/kit/lifetime/longest-timer'
import type { TabbyPoolMember, TabbyPoolOptions } from './tabby-pool.js'

const refuse = (message: string): never => {
  throw new TabbyRequestError(`createTabbyPool: ${message}`)
}

const isClient = (value: unknown): value is TabbyClient =>
  typeof (value as TabbyClient | null | undefined)?.send === 'function'

const isName = (value: unknown) => typeof value === 'string' && value !== ''

/** A member with its defaults filled in. */
export interface FilledMember {
  readonly client: TabbyClient
  readonly weight: number
  readonly models: readonly string[]
}

/** Reads a member, and refuses one that is not valid, naming its place but no value. */
export function readMember(given: TabbyClient | TabbyPoolMember, place: string): FilledMember {
  const member = isClient(given) ? { client: given } : given
  const { client, weight, models } = (member ?? {}) as Partial<TabbyPoolMember>
  if (!isClient(client)) {
    return refuse(`${place} must be a client, or an object such as { client, weight: 2 }`)
  }
  if (!isName(client.baseUrl)) refuse(`${place} must be a client with a baseUrl`)
  const size: unknown = weight ?? 1
  if (typeof size !== 'number' || !(size > 0 && size < Infinity)) {
    return refuse(`${place}.weight must be a number greater than 0`)
  }
  const names: unknown = models ?? []
  if (!Array.isArray(names) || !names.every(isName)) return refuse(`${place}.models must be a list of names`)
  return { client, weight: size, models: names }
}

/** Reads the members of a new pool. */
export function readMembers(given: readonly (TabbyClient | TabbyPoolMember)[]): FilledMember[] {
  if (!Array.isArray(given) || given.length === 0) {
    return refuse('members must be a list of at least one client')
  }
  return given.map((member, index) => readMember(member, `members[${index}]`))
}

/** Reads the options, with defaults. */
export function readPoolOptions(options: TabbyPoolOptions | undefined): {
  readonly checkInterval: number | false
  readonly acceptsUnknownModel: boolean
} {
  const { checkInterval = 3000, onUnknownModel = 'refuse' } = options ?? {}
  const isTime = typeof checkInterval === 'number' && checkInterval > 0 && checkInterval <= longestTimer
  if (checkInterval !== false && !isTime) {
    refuse(`checkInterval must be a number of milliseconds from 1 to ${longestTimer}, or false for none`)
  }
  if (onUnknownModel !== 'any' && onUnknownModel !== 'refuse') refuse("onUnknownModel must be 'any' or 'refuse'")
  return { checkInterval, acceptsUnknownModel: onUnknownModel === 'any' }
}
