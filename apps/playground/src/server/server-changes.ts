import { signal } from '@preact/signals'
import { checkAgain } from '../connection/check-again.js'

/** Counts the changes that this page makes on the server. Whatever shows the server's state then reads it again. */
export const serverChanges = signal(0)

/** Notifies everything that shows the server's state, including the header, that something has changed. */
export function noteServerChange(): void {
  serverChanges.value += 1
  void checkAgain()
}
