import { endpoints } from './endpoints.js'
import type { CalledExchange } from './write-call.js'

/** The header of the key that an endpoint needs, and the variable of the environment that holds it. */
export function readKeyHeader({ method, path }: CalledExchange): [header: string, variable: string] | undefined {
  const { access } = endpoints[`${method} ${path}`] ?? { access: 'api' }
  if (access === 'none') return undefined
  return access === 'admin' ? ['x-admin-key', 'TABBY_ADMIN_KEY'] : ['x-api-key', 'TABBY_API_KEY']
}

/** Whether the response is a stream, which curl must not hold back. */
export function isStreamed({ requestBody, path }: CalledExchange): boolean {
  return /"stream":\s*true/.test(requestBody ?? '') || path === '/v1/model/load'
}

/** The address of an exchange; the emulator inside the page has none that leads anywhere. */
export const readUrl = ({ baseUrl, path, isEmulator }: CalledExchange) =>
  `${isEmulator ? 'http://127.0.0.1:5000' : baseUrl}${path}`

/** Writes the same request for curl in a POSIX shell. The key comes from the environment. */
export function writeCurl(exchange: CalledExchange): string {
  const { method, requestBody } = exchange
  const key = readKeyHeader(exchange)
  const parts = [
    `curl${isStreamed(exchange) ? ' -N' : ''} ${method === 'GET' ? '' : `-X ${method} `}${quote(readUrl(exchange))}`,
    ...(key ? [`-H "${key[0]}: $${key[1]}"`] : []),
    ...(requestBody === undefined ? [] : ["-H 'content-type: application/json'", `-d ${quote(requestBody)}`]),
  ]
  return `${parts.join(' \\\n  ')}\n`
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
