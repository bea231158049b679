import { createTabbyClient, requestJson, type TabbyClient } from '@tabby/core'
import { createTabbyClient as createClientOnFetch } from '@tabby/core/fetch'
import type { CreateBenchClient, settings } from './bench-client.js'

interface Answer {
  readonly choices: readonly { readonly message: { readonly content: string } }[]
}

function call(client: TabbyClient, { model, messages }: typeof settings) {
  return {
    async createText() {
      const body = { model, messages, stream: false }
      const request = { path: '/v1/chat/completions', operation: 'generate', body } as const
      const { choices } = await requestJson<Answer>(client, request)
      return choices[0]!.message.content
    },
    streamText: () => Promise.reject(new Error('calls only')),
  }
}

/** Our layers on a fetch that is handed nothing but what it needs. */
export const callOnBareFetch: CreateBenchClient = (baseUrl, sent) =>
  call(createClientOnFetch({ baseUrl, apiKey: sent.apiKey, fetch: (url, init) => fetch(url, init) }), sent)

/** And the dispatcher that lifts the time limits of Node. */
export const callOnFetch: CreateBenchClient = (baseUrl, sent) =>
  call(createClientOnFetch({ baseUrl, apiKey: sent.apiKey }), sent)

/** And ky, as the default client calls it. */
export const callOnKy: CreateBenchClient = (baseUrl, sent) =>
  call(createTabbyClient({ baseUrl, apiKey: sent.apiKey }), sent)
