import { ChatOpenAI } from '@langchain/openai'

export function createBenchClient(baseUrl, { apiKey, model, messages }) {
  const chat = new ChatOpenAI({ model, apiKey, configuration: { baseURL: `${baseUrl}/v1` } })
  return {
    async createTexts(count, maxConcurrency) {
      const inputs = Array.from({ length: count }, () => messages)
      const replies = await chat.batch(inputs, { maxConcurrency })
      return replies.map(({ content }) => content)
    },
  }
}
