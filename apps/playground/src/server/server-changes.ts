import { signal } from '@preact/signals'
import { checkAgain } from '../connection/check-again.js'

/** How often something was changed on the server from this page. What shows the server's state reads again then. */
export const serverChanges = signal(0)

/** Tells everything that shows the server's state, the header too, that something was changed there. */
export function noteServerChange(): void {
  serverChanges.value += 1
  void checkAgain()
}
