import { isTabbyError, requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { type ConnectionProblem, toConnectionProblem } from './connection-problem.js'
import { getHealth } from './get-health.js'
import { getServiceInfo } from './get-service-info.js'
import { hasAdminKey } from './has-admin-key.js'
import { isHiddenByBrowser } from './is-hidden-by-browser.js'
import { readProblemCode } from './read-problem-code.js'
import { textSchema } from './text-schema.js'

/** What was found out about a connection. What could not be asked is undefined. */
export interface ConnectionReport {
  /** Whether something can be generated: no problem is an error. */
  ok: boolean
  /** The address that was asked. */
  baseUrl: string
  /** What is wrong, most fundamental first; empty when all is well. */
  problems: ConnectionProblem[]
  /** Name of the program that answers, `TabbyAPI`. */
  software?: string | undefined
  /** Version of its OpenAI interface. The server does not tell its own version. */
  apiVersion?: number | undefined
  /** What the client's key may do: that of the admin key when there is one. */
  permission?: 'api' | 'admin' | (string & {}) | undefined
  /** Name of the loaded model. */
  model?: string | undefined
}

const apiKeyAsAdminKey =
  'It looks like an api key: give it to the client as apiKey, and the admin_key of the server as adminKey (both are ' +
  "in the server's api_tokens.yml). Generation works without an adminKey."

/** Longest time for a single question, in milliseconds: who waits for a diagnosis does not wait half a minute. */
const questionTimeout = 10_000

/**
 * Finds out what is wrong with a connection, and says in words for a person what to do about it. It does not throw
 * when nothing works: that is what it is for.
 *
 * Asks `GET /.well-known/serviceinfo`, `GET /health`, `GET /v1/model` and `GET /v1/auth/permission`, one after the
 * other, each once, and stops when further requests would be of no use. When an address with a path leads nowhere, it
 * also looks whether TabbyAPI answers without the path. An api key that was given as `adminKey` is a problem too. In a
 * browser, where an address that cannot be reached and one that may not be read look alike, it sends one more request
 * whose response it does not read.
 *
 * @param client - The client.
 * @param options - Signal of the whole, and time for each question in milliseconds (default 10,000).
 * @returns What is wrong, and what was found out on the way.
 * @throws Only the signal's reason when it is aborted, and what a key function or a hook of the client throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { checkConnection } from '@tabby/health'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { ok, problems, model } = await checkConnection(client)
 * for (const { message, advice } of problems) console.log(`${message}\n  ${advice}`)
 * if (ok) console.log(`${model} can be used`)
 * ```
 */
export async function checkConnection(
  client: TabbyClient,
  options: Pick<TabbyRequestOptions, 'signal' | 'timeout'> = {},
): Promise<ConnectionReport> {
  const { signal, timeout = questionTimeout } = options
  const settings = { signal, timeout, retry: false as const }
  const report: ConnectionReport = { ok: false, baseUrl: client.baseUrl, problems: [] }
  const add = (...problem: Parameters<typeof toConnectionProblem>) =>
    void report.problems.push(toConnectionProblem(...problem))

  /** Gives the answer, or nothing after noting what is wrong. */
  const ask = async <T>(question: Promise<T>): Promise<T | undefined> => {
    try {
      return await question
    } catch (error) {
      signal?.throwIfAborted()
      if (!isTabbyError(error)) throw error
      const code = readProblemCode(error)
      if (code === 'unreachable' && (await isHiddenByBrowser(client, settings))) add('cors', error.message)
      else add(code, error.message)
      return undefined
    }
  }
  /** Whether the next question would end like the last one, after as long a time. */
  const isLost = () => report.problems.some(({ code }) => /^(?:unreachable|timeout|cors)$/.test(code))
  const read = (path: string, access: 'api' | 'list', field: string) =>
    ask(requestJson(client, { ...settings, path, access, schema: textSchema(field) }))

  const info = await ask(getServiceInfo(client, settings))
  report.software = info?.software.name
  report.apiVersion = info?.api.openai?.version ?? undefined
  if (info && info.software.name !== 'TabbyAPI') {
    // KoboldCpp has such a page too.
    add('other_program', `${client.baseUrl} is ${info.software.name} and not TabbyAPI`)
  }
  if (report.problems.length === 0) {
    const health = await ask(getHealth(client, settings))
    const issue = health?.issues.at(-1)?.description ?? 'it does not say why'
    if (health?.status === 'unhealthy') add('unhealthy', `the server says that it is unhealthy: ${issue}`)
    if (!isLost()) report.model = await read('/v1/model', 'api', 'id')
    const isKeyGood = !report.problems.some(({ code }) => code.startsWith('key'))
    if (isKeyGood && !isLost()) report.permission = await read('/v1/auth/permission', 'list', 'permission')
    // The same key would have been good for the question before.
    const last = report.problems.at(-1)
    if (isKeyGood && last?.code === 'key_wrong') {
      report.problems.pop()
      add('admin_key_wrong', last.message)
    }
    // The server calls it good, and refuses it with 401 wherever an admin key is needed.
    if (report.permission === 'api' && (await hasAdminKey(client, settings))) {
      const message = 'the adminKey is not an admin key: the server says that it may only generate and read'
      add('admin_key_wrong', message, apiKeyAsAdminKey)
    }
  } else if (/path|program/.test(report.problems[0]!.code)) await suggestOrigin()
  report.ok = !report.problems.some(({ severity }) => severity === 'error')
  return report

  /** Looks whether the server is there without the path of the address. */
  async function suggestOrigin(): Promise<void> {
    const { origin, pathname } = new URL(client.baseUrl, globalThis.location?.href)
    const { code, message } = report.problems.pop()!
    // There is no path to leave out: who does not know TabbyAPI's page is another program.
    if (pathname === '/') return add('other_program', message)
    const found = await getServiceInfo(client.extend({ baseUrl: origin }), settings).catch(() =>
      signal?.throwIfAborted(),
    )
    if (found?.software.name !== 'TabbyAPI') return add(code, message)
    add('wrong_path', message, `TabbyAPI answers at ${origin}: leave out ${pathname}.`)
  }
}
