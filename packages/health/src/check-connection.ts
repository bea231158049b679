import { isTabbyError, requestJson, type StandardSchema, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { hasAdminKey, isHiddenByBrowser } from './client-probes.js'
import { type ConnectionProblem, readConnectionProblem, toConnectionProblem } from './connection-problem.js'
import { getHealth } from './get-health.js'
import { getServiceInfo } from './get-service-info.js'

/** What is known about a connection. Anything that could not be found out is undefined. */
export interface ConnectionReport {
  /** Whether the server can generate: no problem is an error. */
  ok: boolean
  /** The address of the server. */
  baseUrl: string
  /** What is wrong, most fundamental first; empty if nothing is. */
  problems: ConnectionProblem[]
  /** Name of the program that responds, `TabbyAPI`. */
  software?: string | undefined
  /** Version of its OpenAI interface. The server does not report its own version. */
  apiVersion?: number | undefined
  /** What the client's key is allowed to do; of the admin key if there is one. */
  permission?: 'api' | 'admin' | (string & {}) | undefined
  /** Name of the loaded model. */
  model?: string | undefined
}

const apiKeyAsAdminKey =
  'It looks like an API key: give it to the client as apiKey, and the admin_key of the server as adminKey (both are ' +
  "in the server's api_tokens.yml). Generation works without an adminKey."

/** Timeout of each request, in milliseconds: nobody waits half a minute for each line of a diagnosis. */
const probeTimeout = 10_000

/**
 * Finds out what is wrong with a connection, and what to do about it. It does not throw if nothing works: that is a
 * result.
 *
 * Sends `GET /.well-known/serviceinfo`, `GET /health`, `GET /v1/model` and `GET /v1/auth/permission`, one after the
 * other, each once, and stops when further requests would be of no use. If an address with a path leads nowhere, it
 * also checks whether TabbyAPI responds without the path. An API key that was given as `adminKey` is a problem too. In a
 * browser, where an address that cannot be reached and one that may not be read look alike, it sends one more request
 * whose response it does not read. The title and advice of a problem come from the same table as those of `getAdvice`.
 *
 * @param options - Signal of the whole diagnosis, and the timeout of each request in milliseconds (default 10,000).
 * @returns What is wrong, and what was found out on the way.
 * @throws Only the signal's reason after an abort, and whatever a key function or a hook of the client throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { checkConnection } from '@tabby/health'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { ok, problems, model } = await checkConnection(client)
 * for (const { title, message, advice } of problems) console.log(`${title}. ${advice}\n  (${message})`)
 * if (ok) console.log(`${model} is ready`)
 * ```
 */
export async function checkConnection(
  client: TabbyClient,
  options: Pick<TabbyRequestOptions, 'signal' | 'timeout'> = {},
): Promise<ConnectionReport> {
  const { signal, timeout = probeTimeout } = options ?? {}
  const settings = { signal, timeout, retry: false as const }
  const report: ConnectionReport = { ok: false, baseUrl: client.baseUrl, problems: [] }
  const { problems } = report
  const add = (...problem: Parameters<typeof toConnectionProblem>) =>
    void problems.push(toConnectionProblem(...problem))

  /** Returns the response, or nothing after noting what is wrong. */
  const ask = async <T>(response: Promise<T>): Promise<T | undefined> => {
    try {
      return await response
    } catch (error) {
      signal?.throwIfAborted()
      if (!isTabbyError(error)) throw error
      const problem = readConnectionProblem(error)
      if (problem.code === 'unreachable' && (await isHiddenByBrowser(client, settings))) add('cors', error.message)
      else problems.push(problem)
      return undefined
    }
  }
  /** Whether the next request would end like the last one, after as long a time. */
  const isLost = () => problems.some(({ code }) => /^(?:unreachable|timeout|cors)$/.test(code))
  const read = (path: string, access: 'api' | 'list', field: string) =>
    ask(requestJson(client, { ...settings, path, access, schema: textSchema(field) }))

  const info = await ask(getServiceInfo(client, settings))
  report.software = info?.software.name
  report.apiVersion = info?.api.openai?.version ?? undefined
  if (info && info.software.name !== 'TabbyAPI') {
    // KoboldCpp has such a page too.
    add('other_program', `${client.baseUrl} is ${info.software.name} and not TabbyAPI`)
  }
  if (problems.length === 0) {
    const health = await ask(getHealth(client, settings))
    const issue = health?.issues.at(-1)?.description ?? 'it gives no reason'
    if (health?.status === 'unhealthy') add('unhealthy', `the last error: ${issue}`)
    if (!isLost()) report.model = await read('/v1/model', 'api', 'id')
    const isKeyGood = !problems.some(({ code }) => code.startsWith('key'))
    if (isKeyGood && !isLost()) report.permission = await read('/v1/auth/permission', 'list', 'permission')
    // The same key would have been accepted by the request before.
    const last = problems.at(-1)
    if (isKeyGood && last?.code === 'key_wrong') {
      problems.pop()
      add('admin_key_wrong', last.message)
    }
    // The server accepts it here, and rejects it with 401 wherever an admin key is needed.
    if (report.permission === 'api' && (await hasAdminKey(client, settings))) {
      const message = 'the adminKey is not an admin key: the server lets it generate and read only'
      add('admin_key_wrong', message, apiKeyAsAdminKey)
    }
  } else if (/path|program/.test(problems[0]!.code)) await suggestOrigin()
  report.ok = !problems.some(({ severity }) => severity === 'error')
  return report

  /** Checks whether the server responds without the path of the address. */
  async function suggestOrigin(): Promise<void> {
    const { origin, pathname } = new URL(client.baseUrl, globalThis.location?.href)
    const { code, message } = problems.pop()!
    // There is no path to leave out: a server without TabbyAPI's page is another program.
    if (pathname === '/') return add('other_program', message)
    const found = await getServiceInfo(client.extend({ baseUrl: origin }), settings).catch(() =>
      signal?.throwIfAborted(),
    )
    if (found?.software.name !== 'TabbyAPI') return add(code, message)
    add('wrong_path', message, `TabbyAPI responds at ${origin}: leave out ${pathname}.`)
  }
}

/** Reads the text in one field of a response, which is all that a diagnosis needs of it. */
function textSchema(field: string): StandardSchema<string> {
  const validate = (response: unknown) => {
    const value =
      typeof response === 'object' && response !== null && Object.hasOwn(response, field)
        ? (response as Record<string, unknown>)[field]
        : undefined
    return typeof value === 'string' ? { value } : { issues: [{ message: 'must be a string', path: [field] }] }
  }
  return { '~standard': { version: 1, vendor: 'tabby', validate } }
}
