import { MistralCore } from '@mistralai/mistralai/core.js'
import { chatComplete } from '@mistralai/mistralai/funcs/chatComplete.js'
import { chatStream } from '@mistralai/mistralai/funcs/chatStream.js'

function unwrap(result) {
  if (!result.ok) throw result.error
  return result.value
}

export function createBenchClient(baseUrl, { apiKey, model, messages }) {
  const client = new MistralCore({ serverURL: baseUrl, apiKey })
  return {
    async streamText(onText) {
      for await (const { data } of unwrap(await chatStream(client, { model, messages }))) {
        const content = data.choices[0]?.delta.content
        const wait = content && onText(content)
        if (wait) await wait
      }
    },
    async createText() {
      const { choices } = unwrap(await chatComplete(client, { model, messages }))
      return choices[0].message.content
    },
  }
}
