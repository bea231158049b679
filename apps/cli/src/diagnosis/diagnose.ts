import { createTabbyClient, isTabbyError, type TabbyClient } from '@tabby/core'
import { getHealth, getServiceInfo } from '@tabby/health'
import { getKeyPermission } from '@tabby/auth'
import { createChatCompletion } from '@tabby/chat'
import { getModel } from '@tabby/models'
import type { ServerSettings } from '../server/read-server-settings.js'

/** What one check has found. */
export interface Finding {
  readonly name: string
  readonly state: 'good' | 'bad' | 'unknown'
  /** What was seen, and what to do about it. */
  readonly detail: string
}

/** Looks for what stands between this machine and an answer, in the order in which it stands there. */
export async function* diagnose(
  settings: ServerSettings,
  signal: AbortSignal,
): AsyncGenerator<Finding, void, undefined> {
  const { baseUrl } = settings
  let isStranger = false
  const client = createTabbyClient({ ...settings, timeout: 10_000, retry: false })
  yield {
    name: 'address',
    state: baseUrl ? 'good' : 'unknown',
    detail: baseUrl ?? 'not set, so http://127.0.0.1:5000 is tried; TABBY_BASE_URL or --url sets it',
  }
  try {
    const { software } = await getServiceInfo(client, { signal })
    const isTabby = software.name === 'TabbyAPI'
    yield { name: 'server', state: isTabby ? 'good' : 'unknown', detail: `${software.name} answers` }
  } catch (error) {
    yield { name: 'server', state: 'bad', detail: describeObstacle(error) }
    if (isTabbyError(error) && ['connection_error', 'timeout'].includes(error.code)) return
    isStranger = isStrange(error)
  }
  try {
    const { status, issues } = await getHealth(client, { signal })
    const last = issues.at(-1)?.description
    const detail = last ? `${status}; a restart mends it. The last problem: ${last}` : status
    yield { name: 'health', state: status === 'healthy' ? 'good' : 'bad', detail }
  } catch (error) {
    yield { name: 'health', state: 'bad', detail: describeObstacle(error) }
    // Neither page is there: all that follows would fail in the same way.
    if (isStranger && isStrange(error)) return
  }
  yield* checkKeys(settings, signal)
  yield* checkChat(client, signal)
}

/** Whether something answered that does not know the question. */
const isStrange = (error: unknown): boolean =>
  isTabbyError(error) && ['not_found', 'invalid_response'].includes(error.code)

/** Asks about each key by itself: together one of them would hide the other. */
async function* checkKeys(settings: ServerSettings, signal: AbortSignal): AsyncGenerator<Finding, void, undefined> {
  const { apiKey, adminKey, baseUrl } = settings
  const ask = async (name: string, key: string | undefined, wanted: string): Promise<Finding> => {
    const client = createTabbyClient({ baseUrl, apiKey: key, timeout: 10_000, retry: false })
    try {
      const { permission } = await getKeyPermission(client, { signal })
      const isEnough = permission === 'admin' || permission === wanted
      return { name, state: isEnough ? 'good' : 'bad', detail: `the server takes it as: ${permission}` }
    } catch (error) {
      return { name, state: 'bad', detail: describeObstacle(error) }
    }
  }
  if (!apiKey && !adminKey) {
    const { state, detail } = await ask('key', undefined, 'api')
    yield { name: 'key', state, detail: state === 'good' ? 'none is needed: the server lets everybody in' : detail }
    return
  }
  if (apiKey) yield ask('api key', apiKey, 'api')
  if (adminKey) yield ask('admin key', adminKey, 'admin')
  else yield { name: 'admin key', state: 'unknown', detail: 'not set; needed to load, switch and download' }
}

/** Longest time that one token may take, in milliseconds; behind other requests it has to wait. */
const patience = 60_000

/** Looks for a model that can chat, and lets it say one token. */
async function* checkChat(client: TabbyClient, signal: AbortSignal): AsyncGenerator<Finding, void, undefined> {
  try {
    const { id, parameters } = await getModel(client, { signal })
    yield { name: 'model', state: 'good', detail: id }
    const template = parameters?.prompt_template
    if (!template) {
      const detail = 'the model has none and cannot chat: `tabby templates switch` gives it one'
      yield { name: 'template', state: 'bad', detail }
      return
    }
    yield { name: 'template', state: 'good', detail: template }
  } catch (error) {
    yield { name: 'model', state: 'bad', detail: describeObstacle(error) }
    return
  }
  try {
    const begin = Date.now()
    const messages = [{ role: 'user', content: 'Hi' }]
    await createChatCompletion(client, { messages, max_tokens: 1 }, { signal, timeout: patience })
    yield { name: 'answer', state: 'good', detail: `one token in ${((Date.now() - begin) / 1000).toFixed(2)} s` }
  } catch (error) {
    yield { name: 'answer', state: 'bad', detail: describeObstacle(error) }
  }
}

const remedies: Partial<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that port: is the server running, and on that port?',
  EHOSTUNREACH: 'the machine cannot be reached: is it on, and in this network?',
  ENOTFOUND: 'no machine has that name',
  ETIMEDOUT: 'the machine does not answer: a firewall?',
  authentication_error: 'the server wants a key and this one is missing or wrong; its api_tokens.yml holds the keys',
  invalid_response: 'something answers that is not TabbyAPI: another program at that port, or a proxy',
  not_found:
    'something answers that is not TabbyAPI; or the address has a path that is wrong, or that a proxy cuts off',
  no_model_loaded: 'no model is loaded: `tabby models load` loads one',
  timeout: 'the server is there and does not answer in time',
}

/** What stands in the way, and what to do about it. An abort is no obstacle and is thrown on. */
function describeObstacle(error: unknown): string {
  if (!isTabbyError(error)) throw error
  const reason = error.name === 'TabbyConnectionError' ? error.reason : undefined
  const remedy = remedies[reason ?? ''] ?? remedies[error.code]
  return remedy ? `${remedy} (${error.message})` : error.message
}
