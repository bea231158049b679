import { TabbyRequestError } from '../errors/tabby-request-error.js'

/** Endpoints that people paste with the address, as the documentation of OpenAI clients shows them. */
const endpoints = ['chat/completions', 'completions', 'v1/embeddings', 'v1/health', 'v1/auth/permission']

/** Endpoint prefixes, followed by up to two more segments. */
const folders = /\/v1\/(?:models?|loras?|templates?|token|sampling)(?:\/[a-z-]{1,20}){0,2}$/i

function isEndpoint(path: string): boolean {
  const end = path.slice(-80).toLowerCase()
  return endpoints.some((endpoint) => end.endsWith(`/${endpoint}`)) || folders.test(end)
}

const refuse = (why: string): never => {
  throw new TabbyRequestError(`baseUrl ${why}`)
}

/** Removes trailing slashes, without a regular expression, which would start over at each slash. */
function trimSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end--
  return path.slice(0, end)
}

/** Removes a trailing slash and `v1`. */
function trimPath(path: string): string {
  const trimmed = trimSlashes(path)
  if (isEndpoint(trimmed)) {
    refuse('ends in the path of an endpoint: give only the address of the server, such as http://host:5000')
  }
  return /\/v1$/i.test(trimmed) ? trimSlashes(trimmed.slice(0, -3)) : trimmed
}

/** The origin of the page or worker that runs this; for a worker made from a blob, that of its page. */
function getOwnOrigin(): string {
  const origin = (globalThis.location as Location | undefined)?.origin
  if (!origin) {
    return refuse('is relative, and outside a page there is no address to resolve it against: write http://host:5000')
  }
  return /^https?:/.test(origin)
    ? origin
    : refuse('is relative, and this page has no http address: write http://host:5000')
}

/**
 * Normalizes an address so that paths can be appended to it. People paste it with a slash, with `/v1`, or with both;
 * the server responds to a double slash with 404 (recording http_404_double_slash) and to a trailing one with a
 * redirect.
 *
 * @throws TabbyRequestError that says what is wrong with the address without showing it: it may hold a password.
 */
export function toBaseUrl(address: string | URL): string {
  if (typeof address !== 'string' && !(address instanceof URL)) refuse('must be a string or a URL')
  const text = String(address).trim()
  if (/[?#]/.test(text)) refuse('must not have a query or a fragment')
  if (text === '' || /^\.{0,2}\/(?!\/)|^\.{1,2}$/.test(text)) {
    const origin = getOwnOrigin()
    const base = (globalThis.document as Document | undefined)?.baseURI ?? globalThis.location.href
    if (text === '' || text.startsWith('/')) return origin + toPath(new URL(text || '/', origin))
    return origin + toPath(new URL(text, base.startsWith(origin) ? base : origin))
  }
  if (!/^https?:\/\//i.test(text)) {
    refuse('must begin with http:// or https:// (or, in a page, with a slash), such as http://host:5000')
  }
  return parse(text)
}

const toPath = ({ pathname }: URL) => trimPath(pathname)

function parse(text: string): string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return refuse('is not a valid address: check the host, and that the port is a number up to 65535')
  }
  // fetch refuses them too, and they would be printed with every error.
  if (url.username || url.password || text.includes('@')) {
    refuse('must not contain a name or password: give a key, a bearerToken or headers')
  }
  return url.origin + toPath(url)
}
