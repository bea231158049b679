import { signal } from '@preact/signals'
import { Button } from '../ui/button.js'
import { shellWords } from '../words/shell-words.js'

/** The worker of a newer version that waits. */
const waiting = signal<ServiceWorker | undefined>(undefined)

/** Keeps the page for the next visit without a network, where the browser allows it: over https and on this machine. */
export async function keepPage(): Promise<void> {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer }
  if (!serviceWorker) return
  // The first worker takes over on the next visit; only an update replaces what is running.
  const isFirst = !serviceWorker.controller
  const registration = await serviceWorker.register('./service-worker.js')
  const offer = () => {
    if (registration.waiting && serviceWorker.controller) waiting.value = registration.waiting
  }
  offer()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer))
  let isReloading = false
  serviceWorker.addEventListener('controllerchange', () => {
    if (isFirst || isReloading) return
    isReloading = true
    location.reload()
  })
}

/** Offers a newer version of the page. The present one stays whole until the user agrees. */
export function UpdateOffer() {
  const worker = waiting.value
  if (!worker) return null
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is no window, and takes none
  const update = () => worker.postMessage('update')
  return (
    <aside class="emulator-banner" aria-label={shellWords.aboutANewVersion}>
      <p>{shellWords.aNewVersionOfThis}</p>
      <Button kind="quiet" onClick={update}>
        {shellWords.reload}
      </Button>
      <Button kind="quiet" onClick={() => (waiting.value = undefined)}>
        {shellWords.later}
      </Button>
    </aside>
  )
}
