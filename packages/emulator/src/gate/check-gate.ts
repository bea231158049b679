import type { Endpoint } from '../http/endpoint.js'
import { refuse } from '../http/refuse.js'
import type { ServerState } from '../state/server-state.js'
import { readBearer } from './read-bearer.js'

/**
 * Lets a request through an endpoint's gate or throws the 401. The api gate looks at `x-api-key`, the admin gate at
 * `x-admin-key`, each before `Authorization` and never at the other's header (load_via_x_api_key_admin).
 */
export function checkGate(gate: Endpoint['gate'], headers: Headers, { keys }: ServerState): void {
  if (gate === 'none' || !keys) return
  const isAdmin = gate === 'admin'
  const key = headers.get(isAdmin ? 'x-admin-key' : 'x-api-key') || readBearer(headers)
  if (key === undefined) refuse(401, isAdmin ? 'Please provide an admin key' : 'Please provide an API key')
  const accepted = isAdmin ? keys.admin : [...keys.api, ...keys.admin]
  if (key === '' || !accepted.includes(key)) refuse(401, isAdmin ? 'Invalid admin key' : 'Invalid API key')
}
