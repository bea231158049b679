import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, streamText } from 'ai'

export function createBenchClient(baseUrl, { apiKey, model, messages }) {
  const provider = createOpenAICompatible({ name: 'tabby', baseURL: `${baseUrl}/v1`, apiKey })
  return {
    async streamText(onText) {
      for await (const text of streamText({ model: provider(model), messages }).textStream) {
        const wait = text && onText(text)
        if (wait) await wait
      }
    },
    async createText() {
      const { text } = await generateText({ model: provider(model), messages })
      return text
    },
  }
}
