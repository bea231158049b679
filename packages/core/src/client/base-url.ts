import { TabbyRequestError } from '../errors/tabby-request-error.js'

/**
 * Brings an address into the form that paths are appended to. People paste it with a slash, with `/v1`, or with both;
 * the server answers a doubled slash with 404 (recording http_404_double_slash) and a trailing one with a redirect.
 */
export function toBaseUrl(address: string): string {
  // A name and password before an @ would be printed with every error; fetch refuses them too.
  if (!/^(https?:\/)?\/[^@?#\s]+$/i.test(address)) throw new TabbyRequestError('baseUrl is not like http://host:5000')
  return address.replace(/\/+(v1\/*)?$/, '')
}
