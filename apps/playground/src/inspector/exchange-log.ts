import { signal } from '@preact/signals'
import type { Exchange } from './exchange.js'

const mostExchanges = 100
/** Characters of all bodies together: a page that is open all day stays small. */
const mostCharacters = 4_000_000

/** The last exchanges, newest first. */
export const exchanges = signal<readonly Exchange[]>([])

/** Counts up, at most once a frame, while exchanges change. Read it where an exchange is shown. */
export const exchangeTick = signal(0)

const schedule = globalThis.requestAnimationFrame ?? ((work: () => void) => setTimeout(work, 16))
let isScheduled = false

/** Tells those who show exchanges that one has changed. It costs next to nothing for each of many small pieces. */
export function reportExchangeChange(): void {
  if (isScheduled) return
  isScheduled = true
  schedule(() => {
    isScheduled = false
    exchangeTick.value += 1
  })
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
