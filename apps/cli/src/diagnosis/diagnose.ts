import { createTabbyClient, isTabbyError } from '@tabby/core'
import { getHealth, getServiceInfo } from '@tabby/health'
import type { ServerSettings } from '../server/server-settings.js'
import { checkChat } from './check-chat.js'
import { checkKeys } from './check-keys.js'
import { describeObstacle } from './describe-obstacle.js'
import type { Finding } from './finding.js'

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
