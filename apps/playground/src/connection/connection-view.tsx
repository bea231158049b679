import { connectionWords } from '../words/connection-words.js'
import { ConnectionForm } from './connection-form.js'
import { ConnectionStatus } from './connection-status.js'
import { KeyPowers } from './key-powers.js'
import './connection.css'

/** What the page is connected to, what is wrong, and what the key may do. */
export function ConnectionView() {
  return (
    <div class="connection">
      <h1>{connectionWords.connection}</h1>
      <ConnectionStatus />
      <ConnectionForm />
      <KeyPowers />
    </div>
  )
}
