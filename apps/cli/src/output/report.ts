import type { Event } from './event.js'

/** Tells what happens, in words or as JSON lines. */
export interface Report {
  show(event: Event): Promise<void>
  /** Ends a line or a progress bar that was broken off. */
  settle(): void
}
