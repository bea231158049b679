import { effect } from '@preact/signals'
import { render } from 'preact'
import { checkAgain } from './connection/check-again.js'
import { client } from './connection/connection.js'
import { App } from './shell/app.js'

const root = document.getElementById('app')
if (!root) throw new Error('the page has no element with the id app')
render(<App />, root)

// Each new client is asked at once: the header and the views tell what may be done before somebody tries.
effect(() => {
  void client.value
  void checkAgain()
})

// A page that is open all day is looked at again after somebody else has loaded another model.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void checkAgain()
})
