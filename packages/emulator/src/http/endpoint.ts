import type { ServerState } from '../state/server-state.js'
import type { Model } from '../validation/model.js'
import type { ServerRequest } from './server-request.js'

/** What the server's permission check says about a request's keys. */
export type Permission = 'api' | 'admin'

/** Everything a handler gets to see of one request. */
export interface RequestContext<Body = unknown> {
  readonly request: ServerRequest
  /** The validated body, or `undefined` for an endpoint without one. */
  readonly body: Body
  /** What lists show. Throws the server's 500 when an extra key header is wrong. */
  readonly permission: () => Permission
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal
  readonly server: ServerState
}

/** One endpoint: how it is found, what must hold before it runs, and what it does. */
export interface Endpoint<Body = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly paths: readonly string[]
  /** Which key opens it: none, an api (or admin) key, or an admin key in the headers that admin access reads. */
  readonly access: 'none' | 'api' | 'admin'
  /** A 503 before the body's fields are looked at. */
  readonly requires?: 'model' | 'embedding'
  readonly body?: Model<Body>
  /** HEAD is answered as GET, which only the pages of the documentation do. */
  readonly answersHead?: boolean
  handle(context: RequestContext<Body>): Response | Promise<Response>
}
