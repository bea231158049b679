/** The views, in the order of the navigation. */
export const routes = ['chat', 'notebook', 'compare', 'models', 'embeddings', 'connection'] as const

/** Name of a view, as it appears in the address after `#/`. */
export type Route = (typeof routes)[number]

/** Reads the view from an address; an unknown one shows the chat. */
export function readRoute(hash: string): Route {
  const name = hash.replace(/^#\/?/, '')
  return routes.find((known) => known === name) ?? 'chat'
}
