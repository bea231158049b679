import { Ollama } from 'ollama/browser'

// It speaks Ollama's own protocol, so the server answers it with the same text in lines of JSON.
export function createBenchClient(baseUrl, { apiKey, model, messages }) {
  const client = new Ollama({ host: baseUrl, headers: { 'x-api-key': apiKey } })
  return {
    async streamText(onText) {
      for await (const { message } of await client.chat({ model, messages, stream: true })) {
        const wait = message.content && onText(message.content)
        if (wait) await wait
      }
    },
    async createText() {
      const { message } = await client.chat({ model, messages })
      return message.content
    },
  }
}
