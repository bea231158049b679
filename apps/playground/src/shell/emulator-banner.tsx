import { signal } from '@preact/signals'
import { connection } from '../connection/connection.js'
import { Button } from '../ui/button.js'
import { keepValue, readKeptValue } from '../ui/kept-value.js'
import { shellWords } from '../words/shell-words.js'

const place = 'tabby-emulator-known'

/** Whether it was closed in this tab. */
const isKnown = signal(readKeptValue('sessionStorage', place) !== null)

/** Says plainly that there is no model, until it is closed or the page connects to a server. */
export function EmulatorBanner() {
  if (isKnown.value || !connection.value.isEmulator) return null
  const close = () => {
    isKnown.value = true
    keepValue('sessionStorage', place, 'yes')
    document.getElementById('main')?.focus()
  }
  return (
    <aside class="emulator-banner" aria-label={shellWords.aboutTheEmulator}>
      <p>
        {shellWords.thisIsAnEmulatorWith} <a href="#/connection">{shellWords.connectToYourServer}</a>
      </p>
      <Button kind="quiet" label={shellWords.closeThisNote} onClick={close}>
        <span aria-hidden="true">✕</span>
      </Button>
    </aside>
  )
}
