import { randomUUID } from 'node:crypto'
import type { Context, Next } from 'hono'
import type { GatewayEnvironment, GatewayParts } from './create-gateway-app.js'

/** Gives each request an id and a signal, and logs and counts it when it has ended. */
export async function watchExchange(
  { log, metrics, state }: GatewayParts,
  context: Context<GatewayEnvironment>,
  next: Next,
): Promise<void> {
  const begin = performance.now()
  const { outgoing } = context.env
  const given = context.req.header('x-request-id')
  const id = given && /^[\w.-]{1,64}$/.test(given) ? given : `req_${randomUUID().replaceAll('-', '')}`
  const entry: GatewayEnvironment['Variables']['entry'] = { id }
  const left = new AbortController()
  context.set('entry', entry)
  context.set('signal', left.signal)
  state.running++
  outgoing.on('close', () => {
    state.running--
    const { writableFinished: isWhole, statusCode: status } = outgoing
    if (!isWhole) left.abort(new Error('The caller left'))
    const { key, model, promptTokens, completionTokens } = entry
    const { method, path } = context.req
    metrics.count(status)
    log({
      level: status >= 500 ? 'error' : 'info',
      message: 'request',
      requestId: id,
      ...(key && { key: key.name }),
      method,
      path,
      status,
      ...(model !== undefined && { model }),
      ...(promptTokens !== undefined && { promptTokens, completionTokens }),
      milliseconds: Math.round(performance.now() - begin),
      ...(!isWhole && { left: true }),
    })
  })
  await next()
  context.res.headers.set('x-request-id', id)
}
