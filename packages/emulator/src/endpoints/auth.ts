import { UnknownKeyError } from '../auth/check-access.js'
import type { Endpoint } from '../http/endpoint.js'
import { refuse, replyJson } from '../http/reply.js'

/** `GET /v1/auth/permission`: the one place where a wrong extra key header is a 400 and not a 500. */
export const authPermission: Endpoint = {
  method: 'GET',
  paths: ['/v1/auth/permission'],
  access: 'api',
  handle({ permission }) {
    try {
      return replyJson({ permission: permission() })
    } catch (error) {
      if (error instanceof UnknownKeyError) return refuse(400, error.message)
      throw error
    }
  },
}
