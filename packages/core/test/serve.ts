import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'
import { createTabbyClient, type TabbyClientOptions } from '../src/index.js'

/** Headers of a JSON answer. */
export const json = { 'content-type': 'application/json' }

/** An answer that is well. */
export const ok: Answer = { headers: json, body: ['{"ok":true}'] }

/** Retries without a wait. */
export const atOnce = { delay: () => 0 }

/** Serves answers for one test, with a client that points there. */
export async function serve(answer: Parameters<typeof serveAnswers>[0], options: TabbyClientOptions = {}) {
  const server = await serveAnswers(answer)
  onTestFinished(() => server.close())
  return { server, client: createTabbyClient({ baseUrl: server.url, retry: atOnce, ...options }) }
}
