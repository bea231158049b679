import { effect } from '@preact/signals'
import { render } from 'preact'
import { checkAgain } from './connection/check-again.js'
import { client } from './connection/connection.js'
import { keepPage } from './offline/update-offer.js'
import { App } from './shell/app.js'

const root = document.getElementById('app')
if (!root) throw new Error('the page has no element with the id app')
render(<App />, root)

// Each new client is checked at once, so that the header and the views show what is allowed before the user tries.
effect(() => {
  void client.value
  void checkAgain()
})

// When the user returns to a page that was open all day, somebody else may have loaded another model.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void checkAgain()
})

// After the page itself: keeping it must not compete with its first load.
if (import.meta.env.PROD) {
  addEventListener('load', () => setTimeout(() => void keepPage().catch(() => undefined), 3000), { once: true })
}
