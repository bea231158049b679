import { getKeyPermission } from '@tabby/auth'
import { createTabbyClient } from '@tabby/core'
import type { ServerSettings } from '../server/server-settings.js'
import { describeObstacle } from './describe-obstacle.js'
import type { Finding } from './finding.js'

/** Asks about each key by itself: together one of them would hide the other. */
export async function* checkKeys(
  settings: ServerSettings,
  signal: AbortSignal,
): AsyncGenerator<Finding, void, undefined> {
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
