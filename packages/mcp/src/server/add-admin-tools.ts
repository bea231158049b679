import type { McpServer } from '@modelcontextprotocol/server'
import type { TabbyClient } from '@tabby/core'
import { type LoadModelParams, streamModelLoad, unloadModel } from '@tabby/models'
import { addTool } from './add-tool.js'

/** Adds `load_model` and `unload_model`, which change the server for everyone. */
export function addAdminTools(server: McpServer, client: TabbyClient): void {
  addTool<LoadModelParams>(server, {
    name: 'load_model',
    description: 'Loads a model of a TabbyAPI server in place of the loaded one.',
    properties: {
      model_name: { type: 'string', description: 'A name of list_models' },
      max_seq_len: { type: 'integer', minimum: 1, description: 'The longest conversation, in tokens' },
    },
    required: ['model_name'],
    annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
    async execute(params, { signal, showProgress }) {
      for await (const { module, modules, model_type } of await streamModelLoad(client, params, { signal })) {
        await showProgress({ progress: module, total: modules, message: `${model_type} ${module} of ${modules}` })
      }
      return `${params.model_name} is loaded`
    },
  })
  addTool(server, {
    name: 'unload_model',
    description: 'Unloads the model of a TabbyAPI server.',
    properties: {},
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    async execute(_args, { signal }) {
      await unloadModel(client, { signal })
      return 'The model is unloaded'
    },
  })
}
