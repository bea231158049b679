import { generateText } from '@xsai/generate-text'
import { streamText } from '@xsai/stream-text'

// 0.4.4 takes `[DONE]` with a CR after it for JSON and fails, so the server answers it with LF.
export function createBenchClient(baseUrl, { apiKey, model, messages }) {
  const common = { baseURL: `${baseUrl}/lf/v1/`, apiKey, model, messages }
  return {
    async streamText(onText) {
      for await (const text of streamText(common).textStream) {
        const wait = text && onText(text)
        if (wait) await wait
      }
    },
    async createText() {
      const { text } = await generateText(common)
      return text
    },
  }
}
