import OpenAI from 'openai'

export function createBenchClient(baseUrl, { apiKey, model, messages }) {
  const client = new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey })
  return {
    async streamText(onText) {
      const stream = await client.chat.completions.create({ model, messages, stream: true })
      for await (const { choices } of stream) {
        const content = choices[0]?.delta?.content
        const wait = content && onText(content)
        if (wait) await wait
      }
    },
    async createText() {
      const { choices } = await client.chat.completions.create({ model, messages })
      return choices[0].message.content
    },
  }
}
