import { signal } from '@preact/signals'
import type { Exchange } from './exchange.js'

const mostExchanges = 100
/** Characters of all bodies together: a page that is open all day stays small. */
const mostCharacters = 4_000_000

/** The last exchanges, newest first. */
export const exchanges = signal<readonly Exchange[]>([])

/** Milliseconds between two looks at what is arriving: often enough to be seen, and cheap beside a fast answer. */
const pause = 100

/**
 * Counts up, ten times a second at most, while exchanges change. Every component that shows one reads it: the exchange
 * itself stays the same object, and a component whose properties are the same is not drawn again.
 */
export const exchangeTick = signal(0)

let isScheduled = false

/** Tells those who show exchanges that one has changed. It costs next to nothing for each of many small pieces. */
export function reportExchangeChange(): void {
  if (isScheduled) return
  isScheduled = true
  setTimeout(() => {
    isScheduled = false
    exchangeTick.value += 1
  }, pause)
}

/** Puts an exchange on top, and lets go of the oldest ones that are too much. */
export function addExchange(exchange: Exchange): void {
  let characters = 0
  exchanges.value = [exchange, ...exchanges.peek()].filter((each, index) => {
    characters += each.keptLength + (each.requestBody?.length ?? 0)
    return index === 0 || (index < mostExchanges && characters <= mostCharacters)
  })
}

/** Forgets all exchanges. */
export function clearExchanges(): void {
  exchanges.value = []
}
