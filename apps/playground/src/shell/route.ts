import { signal } from '@preact/signals'
import { readRoute, type Route } from './routes.js'

/** The view that is shown. It follows the address, so that back and forward work and a view can be bookmarked. */
export const route = signal<Route>(readRoute(location.hash))

addEventListener('hashchange', () => {
  // The skip link and links within a reply name an element, not a view.
  if (location.hash.startsWith('#/') || location.hash === '') route.value = readRoute(location.hash)
})
