import type { TabbyRequest } from './tabby-request.js'

/** A request with its defaults filled in. */
export type FilledRequest = TabbyRequest & Required<Pick<TabbyRequest, 'method' | 'operation' | 'call'>>

let lastCall = 0

/** Fills in the method, the operation and the number of a call. A number that is there stays: it is the same call. */
export function fillRequest(request: TabbyRequest): FilledRequest {
  const method = request.method ?? (request.body === undefined ? 'GET' : 'POST')
  const operation = request.operation ?? (method === 'GET' ? 'read' : 'change')
  return { ...request, method, operation, call: request.call ?? ++lastCall }
}
