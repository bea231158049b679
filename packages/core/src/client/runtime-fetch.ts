/** The part of undici's dispatcher that is used here. */
interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean
}

/**
 * Node ends a request whose headers, or a stream whose next byte, take longer than 300 s; a long prompt on a small GPU
 * does. Node's fetch takes a dispatcher: this one hands each request to the global one, so a proxy that was set there
 * is used, with those two limits off. Other runtimes do not look at it.
 */
const dispatcher: Dispatcher = {
  dispatch: (options, handler) =>
    (globalThis as unknown as Record<symbol, Dispatcher>)[Symbol.for('undici.globalDispatcher.1')]!.dispatch(
      // They were made for this request alone; a copy costs 3 % of a small call.
      Object.assign(options, { headersTimeout: 0, bodyTimeout: 0 }),
      handler,
    ),
}

/** The runtime's own fetch, without a time limit of its own. It is looked up at each call, so it can be replaced. */
export function runtimeFetch(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, dispatcher } as RequestInit)
}
