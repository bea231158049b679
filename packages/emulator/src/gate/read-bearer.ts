/**
 * The key in an `Authorization` header: scheme in any case, exactly one space. `undefined` is no header at all; an
 * unreadable one gives an empty key, which never passes.
 */
export function readBearer(headers: Headers): string | undefined {
  const authorization = headers.get('authorization')
  if (!authorization) return undefined
  const [scheme = '', key = ''] = authorization.split(' ')
  return scheme.toLowerCase() === 'bearer' ? key : ''
}
