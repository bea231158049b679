import ky from 'ky'
import type { Transport } from './transport.js'

/**
 * The only file that knows ky. Headers, body and signal go past ky's Request straight to fetch: a Request holds its
 * signal weakly, so an abort was lost after a garbage collection, and cloning a body for retries that we decide
 * ourselves costs time. What the two majors of ky share is used, and nothing else.
 */
export const kyTransport: Transport = (fetch, url, init) =>
  ky(url, {
    method: init.method!,
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    fetch: () => fetch(url, init),
  })
