import type { McpServer } from '@modelcontextprotocol/server'
import type { TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { getModel, listModels } from '@tabby/models'
import { countTokens } from '@tabby/tokens'
import { addTool } from './add-tool.js'

const annotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: false }

/** Adds `embed`, `count_tokens`, `list_models` and `get_model`. */
export function addReadTools(server: McpServer, client: TabbyClient): void {
  addTool<{ input: string[] }>(server, {
    name: 'embed',
    description:
      'Turns texts into vectors with the embedding model of a TabbyAPI server: a JSON list of lists of numbers.',
    properties: { input: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 256 } },
    required: ['input'],
    annotations,
    async execute({ input }, { signal }) {
      const { data } = await createEmbeddings(client, { input, encoding_format: 'float' }, { signal })
      return JSON.stringify(data.map(({ embedding }) => embedding))
    },
  })
  addTool<{ text: string }>(server, {
    name: 'count_tokens',
    description: 'Counts the tokens of a text with the tokenizer of the loaded model.',
    properties: { text: { type: 'string' } },
    required: ['text'],
    annotations,
    execute: async ({ text }, { signal }) =>
      String(await countTokens(client, { text, add_bos_token: false }, { signal })),
  })
  addTool(server, {
    name: 'list_models',
    description: 'Lists the names of the models that a TabbyAPI server has, one a line.',
    properties: {},
    annotations,
    async execute(_args, { signal }) {
      const { data } = await listModels(client, { signal })
      return data.map(({ id }) => id).join('\n')
    },
  })
  addTool(server, {
    name: 'get_model',
    description: 'Shows the loaded model of a TabbyAPI server and its parameters, as JSON.',
    properties: {},
    annotations,
    async execute(_args, { signal }) {
      const { id, parameters } = await getModel(client, { signal })
      // A template is longer than everything else together, and of no use here.
      return JSON.stringify({ id, parameters: { ...parameters, prompt_template_content: undefined } })
    },
  })
}
