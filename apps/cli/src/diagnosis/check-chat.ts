import { createChatCompletion } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import { getModel } from '@tabby/models'
import { describeObstacle } from './describe-obstacle.js'
import type { Finding } from './finding.js'

/** Longest time that one token may take, in milliseconds; behind other requests it has to wait. */
const patience = 60_000

/** Looks for a model that can chat, and lets it say one token. */
export async function* checkChat(client: TabbyClient, signal: AbortSignal): AsyncGenerator<Finding, void, undefined> {
  try {
    const { id, parameters } = await getModel(client, { signal })
    yield { name: 'model', state: 'good', detail: id }
    const template = parameters?.prompt_template
    if (!template) {
      const detail = 'the model has none and cannot chat: `tabby templates switch` gives it one'
      yield { name: 'template', state: 'bad', detail }
      return
    }
    yield { name: 'template', state: 'good', detail: template }
  } catch (error) {
    yield { name: 'model', state: 'bad', detail: describeObstacle(error) }
    return
  }
  try {
    const begin = Date.now()
    const messages = [{ role: 'user', content: 'Hi' }]
    await createChatCompletion(client, { messages, max_tokens: 1 }, { signal, timeout: patience })
    yield { name: 'answer', state: 'good', detail: `one token in ${((Date.now() - begin) / 1000).toFixed(2)} s` }
  } catch (error) {
    yield { name: 'answer', state: 'bad', detail: describeObstacle(error) }
  }
}
