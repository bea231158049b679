// What has to outlast Node's own limits, all at once. A bare fetch beside it shows that the limit is there.
import { createChatCompletion, readChatText, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import { downloadModel } from '@tabby/models'

const client = createTabbyClient({ baseUrl: process.argv[2], idleTimeout: false })
const params = { messages: [{ role: 'user', content: 'Take your time' }] }
const cases = {
  async generation() {
    return (await createChatCompletion(client, params)).choices[0].message.content === 'late'
  },
  async download() {
    return (await downloadModel(client, { repo_id: 'a/b' })).download_path === 'models/late'
  },
  async stream() {
    let text = ''
    for await (const piece of readChatText(await streamChatCompletion(client, params))) text += piece
    return text === 'early late'
  },
  async 'bare fetch fails'() {
    const body = JSON.stringify(params)
    const call = fetch(`${process.argv[2]}/v1/chat/completions`, { method: 'POST', body })
    return call.then(
      () => false,
      () => true,
    )
  },
}

const results = await Promise.all(
  Object.entries(cases).map(async ([name, run]) => {
    const begin = performance.now()
    const problem = await run().then(
      (isRight) => (isRight ? null : 'the answer is not the one that was sent'),
      (error) => `${error} ${error.cause ?? ''}`,
    )
    return { name, problem, seconds: Math.round((performance.now() - begin) / 1000) }
  }),
)
console.log(`results ${JSON.stringify(results)}`)
