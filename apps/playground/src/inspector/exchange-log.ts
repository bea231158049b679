import { signal } from '@preact/signals'
import type { Exchange } from './exchange.js'

const mostExchanges = 100
/** Characters of all bodies together, so that a page that is open all day stays small. */
const mostCharacters = 4_000_000

/** The last exchanges, newest first. */
export const exchanges = signal<readonly Exchange[]>([])

/** Milliseconds between two updates: often enough to look live, and cheap compared with a fast reply. */
const pause = 100

/**
 * Counts up, at most ten times a second, while exchanges change. Every component that shows one reads it: the exchange
 * itself stays the same object, and a component with the same props is not rendered again.
 */
export const exchangeTick = signal(0)

let isScheduled = false

/** Notifies components that an exchange has changed. It costs next to nothing, even for many small chunks. */
export function reportExchangeChange(): void {
  if (isScheduled) return
  isScheduled = true
  setTimeout(() => {
    isScheduled = false
    exchangeTick.value += 1
  }, pause)
}

/** Adds an exchange at the top, and drops the oldest ones beyond the limit. */
export function addExchange(exchange: Exchange): void {
  let characters = 0
  exchanges.value = [exchange, ...exchanges.peek()].filter((each, index) => {
    characters += each.keptLength + (each.requestBody?.length ?? 0)
    return index === 0 || (index < mostExchanges && characters <= mostCharacters)
  })
}

/** Clears all exchanges. */
export function clearExchanges(): void {
  exchanges.value = []
}
