import type { AnyTabbyError } from '@tabby/core'
import { longestTimer } from '@tabby/kit/lifetime/longest-timer'

/** Waits between two tries to reach a server that fails: they double from the first to the last. In milliseconds. */
const firstDelay = 100
const lastDelay = 30_000
/** A job that has neither failed nor ended after so many milliseconds shows that the server works again. */
export const settleTime = 1000

/** Lets jobs start while the server can take them, and one at a time while nobody knows. */
export interface Gate {
  /** Counts how often it was closed: what began before the last time says nothing about the server of now. */
  readonly epoch: number
  readonly isOpen: boolean
  /** Why it is not open. */
  readonly reason: AnyTabbyError | undefined
  /** Whether a job may start. */
  allows(): boolean
  noteStart(): void
  /** The server failed at a job that was started in this epoch. */
  close(error: AnyTabbyError, epoch: number): void
  /** The server took a job that was started in this epoch. */
  open(epoch: number): void
  /** Ends its timers. */
  stop(): void
}

/** Makes a gate that is open. */
export function createGate(onChange: () => void): Gate {
  let state: 'open' | 'closed' | 'half' = 'open'
  let reason: AnyTabbyError | undefined
  let epoch = 0
  let closings = 0
  let isTrying = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const change = (next: typeof state) => {
    clearTimeout(timer)
    state = next
    isTrying = false
    if (next === 'open') reason = undefined
    onChange()
  }
  return {
    get epoch() {
      return epoch
    },
    get isOpen() {
      return state === 'open'
    },
    get reason() {
      return reason
    },
    allows: () => state === 'open' || (state === 'half' && !isTrying),
    noteStart() {
      if (state !== 'half') return
      isTrying = true
      timer = setTimeout(() => change('open'), settleTime)
    },
    close(error, from) {
      if (from !== epoch) return
      epoch++
      reason = error
      const { retryAfter } = error as { readonly retryAfter?: number | undefined }
      const delay = Math.max(firstDelay, retryAfter ?? Math.min(lastDelay, firstDelay * 2 ** closings++))
      change('closed')
      timer = setTimeout(() => change('half'), Math.min(delay, longestTimer))
    },
    open(from) {
      if (from !== epoch) return
      closings = 0
      if (state !== 'open') change('open')
    },
    stop: () => clearTimeout(timer),
  }
}
