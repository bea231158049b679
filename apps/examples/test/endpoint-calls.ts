import { getKeyPermission } from '@tabby/auth'
import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createCompletion, streamCompletion } from '@tabby/completions'
import { requestJson, type TabbyAccess, type TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { getHealth, getServiceInfo } from '@tabby/health'
import { getActiveLoras, listLoras, loadLoras, unloadLoras } from '@tabby/lora'
import {
  downloadModel,
  getEmbeddingModel,
  getModel,
  getModelProps,
  listDraftModels,
  listEmbeddingModels,
  listModels,
  loadEmbeddingModel,
  streamModelLoad,
  unloadEmbeddingModel,
  unloadModel,
} from '@tabby/models'
import { listSamplerOverrides, switchSamplerOverride, unloadSamplerOverride } from '@tabby/sampling'
import { listTemplates, switchTemplate, unloadTemplate } from '@tabby/templates'
import { decodeTokens, encodeTokens } from '@tabby/tokens'

const messages = [{ role: 'user', content: 'Hello' }]

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

/** A call of one endpoint. */
export interface EndpointCall {
  readonly run: (client: TabbyClient) => Promise<unknown>
  /** Which key the server wants for it. */
  readonly access: TabbyAccess
  /** What an admin has to do first, on a server that has just been started. */
  readonly prepare?: (admin: TabbyClient) => Promise<unknown>
}

/** Every endpoint of the server by the function that calls it. Each call succeeds in the demo world. */
export const endpointCalls: Record<string, EndpointCall> = {
  getHealth: { access: 'none', run: getHealth },
  getServiceInfo: { access: 'none', run: getServiceInfo },
  listModels: { access: 'list', run: listModels },
  getModel: { access: 'api', run: getModel },
  getModelProps: { access: 'api', run: getModelProps },
  listDraftModels: { access: 'list', run: listDraftModels },
  streamModelLoad: {
    access: 'admin',
    run: async (client) => readAll(await streamModelLoad(client, { model_name: 'demo-base-3b-exl3' })),
  },
  unloadModel: { access: 'admin', run: unloadModel },
  downloadModel: { access: 'admin', run: (client) => downloadModel(client, { repo_id: 'demo/new' }) },
  listLoras: { access: 'list', run: listLoras },
  getActiveLoras: { access: 'api', run: getActiveLoras },
  loadLoras: { access: 'admin', run: (client) => loadLoras(client, { loras: [{ name: 'demo-lora' }] }) },
  unloadLoras: { access: 'admin', run: unloadLoras },
  listEmbeddingModels: { access: 'list', run: listEmbeddingModels },
  getEmbeddingModel: { access: 'api', run: getEmbeddingModel },
  loadEmbeddingModel: {
    access: 'admin',
    prepare: unloadEmbeddingModel,
    run: (client) => loadEmbeddingModel(client, { embedding_model_name: 'demo-embedding-small' }),
  },
  unloadEmbeddingModel: { access: 'admin', run: unloadEmbeddingModel },
  getKeyPermission: { access: 'list', run: getKeyPermission },
  listTemplates: { access: 'list', run: listTemplates },
  switchTemplate: { access: 'admin', run: (client) => switchTemplate(client, { prompt_template_name: 'plain' }) },
  unloadTemplate: { access: 'admin', run: unloadTemplate },
  listSamplerOverrides: { access: 'list', run: listSamplerOverrides },
  switchSamplerOverride: {
    access: 'admin',
    run: (client) => switchSamplerOverride(client, { preset: 'safe_defaults' }),
  },
  unloadSamplerOverride: { access: 'admin', run: unloadSamplerOverride },
  createEmbeddings: { access: 'api', run: (client) => createEmbeddings(client, { input: 'Hello' }) },
  createChatCompletion: { access: 'api', run: (client) => createChatCompletion(client, { messages, max_tokens: 3 }) },
  streamChatCompletion: {
    access: 'api',
    run: async (client) => readAll(await streamChatCompletion(client, { messages, max_tokens: 3 })),
  },
  createCompletion: { access: 'api', run: (client) => createCompletion(client, { prompt: 'Hello', max_tokens: 3 }) },
  streamCompletion: {
    access: 'api',
    run: async (client) => readAll(await streamCompletion(client, { prompt: 'Hello', max_tokens: 3 })),
  },
  encodeTokens: { access: 'api', run: (client) => encodeTokens(client, { text: 'Hello' }) },
  decodeTokens: { access: 'api', run: (client) => decodeTokens(client, { tokens: [1, 2] }) },
  'requestJson, for an endpoint without a function': {
    access: 'api',
    run: (client) =>
      requestJson(client, { path: '/api/extra/tokencount', operation: 'read', body: { prompt: 'Hello' } }),
  },
}
