import { createTabbyClient, type TabbyClient, type TabbyClientOptions } from '@tabby/core'
import { serveEmulator } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'

/** Keys of the served world. */
export const apiKey = 'api-key-for-tests'
/** The key that may switch. */
export const adminKey = 'admin-key-for-tests'

const source = '{% for message in messages %}{{ message.content }}{% endfor %}'

/** Serves a world with three templates, one of them broken, until the test is over, and gives a client for it. */
export async function serveWorld(
  keys: TabbyClientOptions = { apiKey, adminKey },
  loaded: { model?: string } = { model: 'small' },
): Promise<TabbyClient> {
  const templates = [
    { name: 'plain', source },
    { name: 'other', source },
    { name: 'broken', source: '{% for' },
  ]
  const world = { models: [{ name: 'small', template: source }], templates, loaded }
  const accepted = { api: [apiKey], admin: [adminKey] }
  const server = await serveEmulator({ world, keys: accepted, closeWith: onTestFinished })
  return createTabbyClient({ baseUrl: server.url, ...keys })
}
