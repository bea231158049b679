import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import type { BenchClient, settings } from './bench-client.js'

/** Our functions with a client of either kind, with everything on that is on by default: timeouts, validation. */
export function callFunctions(client: TabbyClient, { model, messages }: typeof settings): BenchClient {
  return {
    async streamText(onText) {
      for await (const { choices } of await streamChatCompletion(client, { model, messages })) {
        const content = choices[0]?.delta.content
        const wait = content && onText(content)
        if (wait) await wait
      }
    },
    async createText() {
      const { choices } = await createChatCompletion(client, { model, messages })
      return choices[0]!.message.content!
    },
  }
}
