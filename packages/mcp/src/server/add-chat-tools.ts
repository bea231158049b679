import type { McpServer } from '@modelcontextprotocol/server'
import { type ChatMessage, readChatEvents, streamChatCompletion } from '@tabby/chat'
import { streamCompletion } from '@tabby/completions'
import type { TabbyClient } from '@tabby/core'
import { addTool, type ShowProgress } from './add-tool.js'

interface SamplerArguments {
  model?: string
  max_tokens?: number
  temperature?: number
}

const samplers = {
  model: { type: 'string', description: 'Name of the model; without it, whatever is loaded' },
  max_tokens: { type: 'integer', minimum: 1, description: 'The longest reply, in tokens' },
  temperature: { type: 'number', minimum: 0, description: 'Higher is more random; 0 is the most likely reply' },
}

const message = {
  type: 'object',
  properties: { role: { enum: ['system', 'user', 'assistant'] }, content: { type: 'string' } },
  required: ['role', 'content'],
  additionalProperties: false,
}

/** Generating has no effect but its cost, and is different each time. */
const annotations = { readOnlyHint: true, openWorldHint: false }

/** Milliseconds between two messages of progress: a model writes a hundred chunks a second. */
const pause = 250

/** Adds `chat` and `complete`. */
export function addChatTools(server: McpServer, client: TabbyClient): void {
  addTool<SamplerArguments & { messages: ChatMessage[] }>(server, {
    name: 'chat',
    description: 'Asks the language model of a TabbyAPI server, and returns its reply.',
    properties: {
      messages: { type: 'array', minItems: 1, items: message, description: 'The conversation, oldest message first' },
      ...samplers,
    },
    required: ['messages'],
    annotations,
    async execute(params, { signal, showProgress }) {
      const report = createTextProgress(showProgress)
      const stream = await streamChatCompletion(client, params, { signal, keepPartial: false })
      let text = ''
      for await (const event of readChatEvents(stream)) {
        if (event.type === 'text' || event.type === 'refusal') text += event.text
        if (event.type === 'text' || event.type === 'reasoning') await report()
      }
      return text
    },
  })
  addTool<SamplerArguments & { prompt: string }>(server, {
    name: 'complete',
    description:
      'Continues a text with the language model of a TabbyAPI server, by at most 256 tokens unless max_tokens says otherwise.',
    properties: { prompt: { type: 'string', description: 'The text to continue' }, ...samplers },
    required: ['prompt'],
    annotations,
    async execute(params, { signal, showProgress }) {
      const report = createTextProgress(showProgress)
      let text = ''
      for await (const { choices } of await streamCompletion(
        client,
        { max_tokens: 256, ...params },
        { signal, keepPartial: false },
      )) {
        text += choices[0]?.text ?? ''
        await report()
      }
      return text
    },
  })
}

/** Counts chunks, and shows the first and then one in a while. How many there will be is not known. */
function createTextProgress(showProgress: ShowProgress) {
  let chunks = 0
  let shownAt = -Infinity
  return async () => {
    chunks += 1
    const now = performance.now()
    if (now - shownAt < pause) return
    shownAt = now
    await showProgress({ progress: chunks, message: `${chunks} chunks written` })
  }
}
