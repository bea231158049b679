import type { Permission } from '../http/endpoint.js'
import type { ServerState } from '../state/server-state.js'
import { readBearer } from './read-bearer.js'

/** Thrown when the key that decides about permission is none of the server's; most endpoints answer 500 then. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError'
}

/**
 * What the request's keys may do. It looks at the first header that is PRESENT, even an empty one, in another order
 * than the gates, which is why a request can pass the gate and fail here (cors_500,
 * auth_permission_wrong_admin_header).
 */
export function readPermission(headers: Headers, { keys }: ServerState): Permission {
  if (!keys) return 'admin'
  const key = headers.get('x-admin-key') ?? headers.get('x-api-key') ?? readBearer(headers) ?? ''
  if (keys.admin.includes(key)) return 'admin'
  if (keys.api.includes(key)) return 'api'
  throw new UnknownKeyError('The provided authentication key is invalid.')
}
