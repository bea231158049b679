import { createChatCompletion } from '@tabby/chat'
import { createTabbyClient, isTabbyError, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import { checkConnection, type ConnectionProblem, type ConnectionProblemCode, getAdvice } from '@tabby/health'
import { getModel } from '@tabby/models'
import { readVersion } from '../read-version.js'
import type { ServerSettings } from '../server/read-server-settings.js'

/** The result of one check. */
export interface Finding {
  readonly name: string
  readonly state: 'good' | 'bad' | 'unknown'
  /** What was found, and what to do about it. */
  readonly detail: string
}

/** Timeout of one token, in milliseconds: it may have to wait behind other requests. */
const tokenTimeout = 60_000

/** What belongs to a check of its own; all other problems are the server's. */
const keyProblems: readonly ConnectionProblemCode[] = ['key_missing', 'key_wrong', 'admin_key_wrong']
const otherProblems: readonly ConnectionProblemCode[] = ['no_model', 'unhealthy']

/** Checks everything between this machine and a reply, the most fundamental first. */
export async function* diagnose(
  settings: ServerSettings & Pick<TabbyClientOptions, 'bearerToken'>,
  signal: AbortSignal,
): AsyncGenerator<Finding, void, undefined> {
  const { apiKey, adminKey, baseUrl, bearerToken } = settings
  const { version, platform, arch } = process
  yield { name: 'program', state: 'good', detail: `tabby ${readVersion()}, Node.js ${version}, ${platform} ${arch}` }
  yield {
    name: 'address',
    state: baseUrl ? 'good' : 'unknown',
    detail: baseUrl ?? 'not set, so http://127.0.0.1:5000 is used; TABBY_BASE_URL or --url sets it',
  }
  // Each key is checked by itself: together, one of them would hide the other.
  const client = createTabbyClient({ baseUrl, bearerToken, ...(apiKey ? { apiKey } : { adminKey }), retry: false })
  const { problems, software, permission, model } = await checkConnection(client, { signal })
  const known = [...keyProblems, ...otherProblems]
  const fundamental = problems.find(({ code }) => !known.includes(code))
  if (fundamental) return yield { name: 'server', state: 'bad', detail: describeProblem(fundamental) }
  yield { name: 'server', state: 'good', detail: `${software} responds; it does not report its version` }
  const unhealthy = problems.find(({ code }) => code === 'unhealthy')
  yield { name: 'health', ...judge(unhealthy, 'healthy') }

  const keyProblem = problems.find(({ code }) => keyProblems.includes(code))
  if (apiKey) yield { name: 'API key', ...judge(keyProblem, `accepted as: ${permission}`) }
  else if (adminKey) yield { name: 'admin key', ...judge(keyProblem, `accepted as: ${permission}`) }
  else yield { name: 'key', ...judge(keyProblem, 'not needed: the server accepts everybody') }
  if (apiKey && adminKey) {
    yield await checkAdminKey(createTabbyClient({ baseUrl, bearerToken, adminKey, retry: false }), signal)
  } else if (!adminKey && apiKey && permission === 'admin') {
    yield { name: 'admin key', state: 'good', detail: 'not set, but the API key is one, and is used' }
  } else if (!adminKey) {
    yield { name: 'admin key', state: 'unknown', detail: 'not set; needed to load, switch and download' }
  }

  const noModel = problems.find(({ code }) => code === 'no_model')
  if (noModel) yield { name: 'model', ...judge(noModel, '') }
  if (model !== undefined) yield* checkChat(client, model, signal)
}

async function checkAdminKey(client: TabbyClient, signal: AbortSignal): Promise<Finding> {
  const { problems, permission } = await checkConnection(client, { signal })
  const problem = problems.find(({ code }) => keyProblems.includes(code))
  return { name: 'admin key', ...judge(problem, `accepted as: ${permission}`) }
}

/** Checks that the loaded model can chat, and lets it generate one token. */
async function* checkChat(
  client: TabbyClient,
  model: string,
  signal: AbortSignal,
): AsyncGenerator<Finding, void, undefined> {
  yield { name: 'model', state: 'good', detail: model }
  let name = 'template'
  try {
    const template = (await getModel(client, { signal })).parameters?.prompt_template
    if (!template) {
      const detail = 'the model has none and cannot chat: `tabby templates switch` sets one'
      return yield { name, state: 'bad', detail }
    }
    yield { name, state: 'good', detail: template }
    name = 'reply'
    const begin = Date.now()
    const messages = [{ role: 'user', content: 'Hi' }]
    await createChatCompletion(client, { messages, max_tokens: 1 }, { signal, timeout: tokenTimeout })
    yield { name, state: 'good', detail: `one token in ${((Date.now() - begin) / 1000).toFixed(2)} s` }
  } catch (error) {
    if (!isTabbyError(error)) throw error
    const { title, advice } = getAdvice(error)
    yield { name, state: 'bad', detail: `${title}. ${advice} (${error.message})` }
  }
}

const judge = (problem: ConnectionProblem | undefined, detail: string): Omit<Finding, 'name'> =>
  problem ? { state: 'bad', detail: describeProblem(problem) } : { state: 'good', detail }

/** Advice that applies only to this program. */
const ownAdvice: Partial<Record<ConnectionProblemCode, string>> = {
  key_missing: 'Set TABBY_API_KEY to it.',
  no_model: '`tabby models load` loads a model.',
}

function describeProblem({ code, title, advice, message }: ConnectionProblem): string {
  return [`${title}.`, advice, ownAdvice[code], `(${message})`].filter(Boolean).join(' ')
}
