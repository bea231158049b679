import { signal } from '@preact/signals'

/** The views, in the order of the navigation. */
export const routes = ['chat', 'models', 'embeddings', 'connection'] as const

/** Name of a view, as it stands in the address after `#/`. */
export type Route = (typeof routes)[number]

/** Reads the view from an address; what is unknown shows the chat. */
export function readRoute(hash: string): Route {
  const name = hash.replace(/^#\/?/, '')
  return routes.find((known) => known === name) ?? 'chat'
}

/** The view that is shown. It follows the address, so that back and forward work and a view can be bookmarked. */
export const route = signal<Route>(readRoute(location.hash))

addEventListener('hashchange', () => {
  // The skip link and links within an answer name an element and no view.
  if (location.hash.startsWith('#/') || location.hash === '') route.value = readRoute(location.hash)
})
