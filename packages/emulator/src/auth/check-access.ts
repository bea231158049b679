import type { Endpoint, Permission } from '../http/endpoint.js'
import { refuse } from '../http/reply.js'
import type { ServerState } from '../state/server-state.js'

/**
 * Checks that a request may use an endpoint; throws the 401. Access with an api key is read from `x-api-key`, access
 * with an admin key from `x-admin-key`, each before `Authorization` and never from the other's header
 * (load_via_x_api_key_admin).
 */
export function checkAccess(access: Endpoint['access'], headers: Headers, { keys }: ServerState): void {
  if (access === 'none' || !keys) return
  const isAdmin = access === 'admin'
  const key = headers.get(isAdmin ? 'x-admin-key' : 'x-api-key') || readBearer(headers)
  if (key === undefined) refuse(401, isAdmin ? 'Please provide an admin key' : 'Please provide an API key')
  const accepted = isAdmin ? keys.admin : [...keys.api, ...keys.admin]
  if (key === '' || !accepted.includes(key)) refuse(401, isAdmin ? 'Invalid admin key' : 'Invalid API key')
}

/** Thrown when the key that decides about permission is none of the server's; most endpoints answer 500 then. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError'
}

/**
 * What the request's keys may do. It looks at the first header that is PRESENT, even an empty one, in another order
 * than `checkAccess`, which is why a request can pass there and fail here (cors_500,
 * auth_permission_wrong_admin_header).
 */
export function readPermission(headers: Headers, { keys }: ServerState): Permission {
  if (!keys) return 'admin'
  const shown = headers.get('x-admin-key') ?? headers.get('x-api-key') ?? headers.get('authorization') ?? ''
  const key = withoutScheme(shown)
  if (keys.admin.includes(key)) return 'admin'
  if (keys.api.includes(key)) return 'api'
  throw new UnknownKeyError('The provided authentication key is invalid.')
}

/** Here any of the headers may begin with the scheme (admin_key_with_bearer_prefix__auth_xadmin_bearer_bearer_api). */
function withoutScheme(shown: string): string {
  if (!/^bearer/i.test(shown)) return shown
  const [, key] = shown.split(' ')
  if (key === undefined) throw new TypeError('there is no key behind the scheme')
  return key
}

/**
 * The key in an `Authorization` header: scheme in any case, exactly one space. `undefined` is no header at all; an
 * unreadable one gives an empty key, which never passes.
 */
function readBearer(headers: Headers): string | undefined {
  const authorization = headers.get('authorization')
  if (!authorization) return undefined
  const [scheme = '', key = ''] = authorization.split(' ')
  return scheme.toLowerCase() === 'bearer' ? key : ''
}
