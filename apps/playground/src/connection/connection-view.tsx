import { ConnectionForm } from './connection-form.js'
import { ConnectionStatus } from './connection-status.js'
import { KeyPowers } from './key-powers.js'
import './connection.css'

/** Where the page is connected, what is wrong with it, and what the key may do. */
export function ConnectionView() {
  return (
    <div class="connection">
      <h1>Connection</h1>
      <ConnectionStatus />
      <ConnectionForm />
      <KeyPowers />
    </div>
  )
}
