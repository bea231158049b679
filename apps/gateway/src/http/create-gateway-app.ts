import type { HttpBindings } from '@hono/node-server'
import type { TabbyClient } from '@tabby/core'
import { createOpenAIHandler } from '@tabby/openai'
import type { TabbyPool } from '@tabby/pool'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import type { createRates } from '../keys/create-rates.js'
import type { KeyRing } from '../keys/create-key-ring.js'
import type { createMetrics } from '../server/create-metrics.js'
import { isAllowedModel } from '../server/is-allowed-model.js'
import type { RequestEntry } from '../server/request-entry.js'
import type { GatewayLog } from '../server/start-gateway.js'
import type { GatewaySettings } from '../settings/gateway-settings.js'
import { findRefusal } from './find-refusal.js'
import { watchExchange } from './watch-exchange.js'
import { toOpenAIError } from './openai-error.js'
import { readLimitedBody } from './read-limited-body.js'

/** What an application is made of. */
export interface GatewayParts {
  readonly settings: GatewaySettings
  readonly client: TabbyClient
  readonly pool: TabbyPool
  readonly keyRing: KeyRing | undefined
  readonly rates: ReturnType<typeof createRates>
  readonly metrics: ReturnType<typeof createMetrics>
  readonly state: { isDraining: boolean; running: number }
  readonly log: GatewayLog
}

/** Bindings of Node, and what is known of a request. */
export interface GatewayEnvironment {
  Bindings: HttpBindings
  Variables: { entry: RequestEntry; signal: AbortSignal }
}

const exposed = ['x-request-id', 'x-should-retry', 'retry-after', 'x-tabby-warning']

/** Makes the application: what every request goes through, and the paths. */
export function createGatewayApp(parts: GatewayParts): Hono<GatewayEnvironment> {
  const { settings, client, pool, metrics, state } = parts
  const app = new Hono<GatewayEnvironment>()
  /** The entry of each request that the handler is given. */
  const entries = new WeakMap<Request, RequestEntry>()
  const handler = createOpenAIHandler(client, {
    models: settings.models,
    defaults: settings.defaults,
    authorize: (request) => ({ entry: entries.get(request), session: entries.get(request)?.key?.name }),
  })

  app.use(async (context, next) => watchExchange(parts, context, next))
  if (settings.cors.length > 0) {
    const allowHeaders = ['authorization', 'content-type', 'x-api-key', 'x-request-id']
    app.use(cors({ origin: [...settings.cors], exposeHeaders: exposed, allowHeaders, maxAge: 600 }))
  }
  app.get('/healthz', (context) => {
    const up = pool.members.filter(({ isUp }) => isUp).length
    const isReady = up > 0 && !state.isDraining
    const status = state.isDraining ? 'draining' : isReady ? 'ok' : 'no server is up'
    return context.json({ status, up, servers: pool.members.length }, isReady ? 200 : 503)
  })
  app.get('/metrics', async (context) => context.text(await metrics.read()))
  app.use(async (context, next) => {
    const refusal = findRefusal(parts, context)
    return refusal ? toOpenAIError(refusal) : next()
  })
  app.all('*', (context) => answer(context, { settings, entries, handler }))
  app.onError(() =>
    toOpenAIError({ status: 500, message: 'The gateway failed', code: 'server_error', type: 'server_error' }),
  )
  return app
}

interface AnswerParts {
  readonly settings: GatewaySettings
  readonly entries: WeakMap<Request, RequestEntry>
  readonly handler: (request: Request) => Promise<Response>
}

async function answer(
  context: Context<GatewayEnvironment>,
  { settings, entries, handler }: AnswerParts,
): Promise<Response> {
  const { incoming } = context.env
  const { method, url } = context.req
  // The one method that Node accepts and a Request does not.
  if (method === 'TRACE') {
    return toOpenAIError({ status: 405, message: 'Not allowed to TRACE', code: 'request_refused' })
  }
  const body = await readLimitedBody(incoming, settings.maxBody)
  if (!body) {
    const message = `The request body is larger than ${settings.maxBody} bytes, which is the limit of this gateway`
    return toOpenAIError({ status: 413, message, code: 'request_too_large', headers: { connection: 'close' } })
  }
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const request = new Request(url, { method, ...(hasBody && { body: new Uint8Array(body) }) })
  // Not given to the constructor: a signal that went through it is lost after a garbage collection.
  Object.defineProperty(request, 'signal', { value: context.get('signal') })
  const entry = context.get('entry')
  entries.set(request, entry)
  const response = await handler(request)
  if (entry.key?.models && method === 'GET' && response.ok) {
    return filterModels(response, (id) => isAllowedModel(entry.key!, settings.models, id))
  }
  if (response.status === 429 && !response.headers.has('retry-after')) response.headers.set('retry-after', '1')
  return response
}

/** Leaves out the models that a key may not use. */
async function filterModels(response: Response, isAllowed: (id: string) => boolean): Promise<Response> {
  const document = (await response.json()) as { id?: string; data?: { id: string }[] }
  if (document.data) return Response.json({ ...document, data: document.data.filter(({ id }) => isAllowed(id)) })
  if (isAllowed(document.id ?? '')) return Response.json(document)
  const message = 'The model does not exist: GET /v1/models lists those that do'
  return toOpenAIError({ status: 404, message, code: 'model_not_found' })
}
