import { chatCompletion, chatCompletionStream } from '@huggingface/inference'

export function createBenchClient(baseUrl, { apiKey, model, messages }) {
  const common = { endpointUrl: `${baseUrl}/v1`, accessToken: apiKey, model, messages }
  return {
    async streamText(onText) {
      for await (const { choices } of chatCompletionStream(common)) {
        const content = choices[0]?.delta?.content
        const wait = content && onText(content)
        if (wait) await wait
      }
    },
    async createText() {
      const { choices } = await chatCompletion(common)
      return choices[0].message.content
    },
  }
}
