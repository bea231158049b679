import type { Context } from 'hono'
import type { GatewayEnvironment, GatewayParts } from './create-gateway-app.js'
import type { GatewayRefusal } from './openai-error.js'

/** What changes a server, in TabbyAPI's paths. */
const adminPath = /\/v1\/(?:model\/|lora|template|sampling|download|token\/|auth)/

/**
 * Decides whether a request may be asked at all: not while the gateway ends, not by a stranger's page, not without a key,
 * not too often.
 */
export function findRefusal(
  { settings, keyRing, rates, state }: GatewayParts,
  context: Context<GatewayEnvironment>,
): GatewayRefusal | undefined {
  if (state.isDraining) {
    const headers = { connection: 'close' }
    return {
      status: 503,
      message: 'The gateway is shutting down: try again later',
      code: 'server_error',
      type: 'server_error',
      retryAfter: 1000,
      headers,
    }
  }
  const origin = context.req.header('origin')
  // A browser sends what a form could send before it asks whether the page may; a key is not among that.
  if (!keyRing && origin !== undefined && !settings.cors.includes(origin)) {
    const message = 'Pages of this origin may not call the gateway: start it with --cors and the origin'
    return { status: 403, message, code: 'permission_error', type: 'permission_error' }
  }
  if (keyRing) {
    const given = readKey(context)
    const key = given === undefined ? undefined : keyRing.find(given)
    if (!key) {
      const message = given === undefined ? 'This gateway needs a key: send it as a bearer token' : 'Unknown key'
      return { status: 401, message, code: 'invalid_api_key', headers: { 'x-should-retry': 'false' } }
    }
    context.get('entry').key = key
    const wait = context.req.method === 'POST' ? rates.take(key) : undefined
    if (wait !== undefined) {
      const message = 'The limit of this key was reached: wait for the time in Retry-After'
      return { status: 429, message, code: 'rate_limit_exceeded', type: 'rate_limit_error', retryAfter: wait }
    }
  }
  if (adminPath.test(context.req.path)) {
    const message = 'The gateway changes nothing on its servers: load and unload models on a server itself'
    return { status: 403, message, code: 'permission_error', type: 'permission_error' }
  }
  return undefined
}

function readKey({ req }: Context<GatewayEnvironment>): string | undefined {
  const token = /^Bearer (.+)$/i.exec(req.header('authorization') ?? '')?.[1]
  return token ?? req.header('x-api-key')
}
