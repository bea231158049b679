import type { Transport } from '../client/transport.js'

/** Hands everything to fetch as it is. Async, so that a custom fetch that throws at once rejects like any other. */
export const fetchTransport: Transport = async (fetch, url, init) => fetch(url, init)
