import ky from 'ky'
import type { CreateBenchClient } from './bench-client.js'
import { readBody } from './fetch-baseline.js'

/** The baseline with ky in place of fetch, as its documentation calls it. */
export const createBenchClient: CreateBenchClient = (baseUrl, { apiKey, model, messages }) => {
  const post = (stream: boolean) =>
    ky.post(`${baseUrl}/v1/chat/completions`, { headers: { 'x-api-key': apiKey }, json: { model, messages, stream } })
  return {
    async streamText(onText) {
      await readBody((await post(true)).body!, onText)
    },
    async createText() {
      const { choices } = await post(false).json<{ choices: { message: { content: string } }[] }>()
      return choices[0]!.message.content
    },
  }
}
