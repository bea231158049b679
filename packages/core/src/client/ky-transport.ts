import ky from 'ky'
import type { Transport } from './transport.js'

/**
 * The only file that knows ky. Headers, body and signal go past ky's Request straight to fetch: a Request holds its
 * signal weakly, so an abort was lost after a garbage collection, and cloning a body for retries that we decide
 * ourselves costs time.
 *
 * Only what ky 1.7 to 2.1 share is used. The range in package.json is `~1.7.5`: 3.6 kB gzip where 1.14 is 5.1 and 2.1
 * is 8.9 for things that are not used here, such as upload progress; and ky 2 does not install on Node 20.
 */
export const kyTransport: Transport = (fetch, url, init) =>
  ky(url, {
    method: init.method!,
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    fetch: () => fetch(url, init),
  })
