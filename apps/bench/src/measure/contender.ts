import { fileURLToPath } from 'node:url'

/** A client that is measured. */
export interface Contender {
  readonly name: string
  readonly kind: 'baseline' | 'ours' | 'peer'
  /** The built module, and the function in it that makes the client. */
  readonly module: string
  readonly exported: string
}

const create = (kind: Contender['kind'], name: string, path: string, exported = 'createBenchClient'): Contender => ({
  name,
  kind,
  module: fileURLToPath(new URL(path, import.meta.url)),
  exported,
})

/** What everything is compared with: fetch + eventsource-parser + JSON.parse, and the same with ky. */
export const baselines = [
  create('baseline', 'fetch baseline', 'clients/fetch-baseline.js'),
  create('baseline', 'ky baseline', 'clients/ky-baseline.js'),
]

/** Ours. */
export const ours = [
  create('ours', '@tabby/core', 'clients/tabby.js'),
  create('ours', '@tabby/core/fetch', 'clients/tabby-on-fetch.js'),
]

/** What a wrapper that watches streams costs. */
export const watching = [
  create('baseline', 'unwatched', 'clients/tabby.js'),
  create('ours', 'watched', 'clients/watched.js'),
]

/** What a streamed chunk costs, layer by layer; each does what those before it do. */
export const chunkLayers = [
  create('ours', 'socket and fetch', 'clients/chunk-layers.js', 'readSocket'),
  create('ours', 'TextDecoder', 'clients/chunk-layers.js', 'decodeText'),
  create('ours', 'eventsource-parser', 'clients/chunk-layers.js', 'parseEvents'),
  create('ours', 'JSON.parse', 'clients/chunk-layers.js', 'parseJson'),
  create('ours', 'our stream: iterator, clocks, end rules', 'clients/chunk-layers.js', 'iterateStream'),
  create('ours', 'guard and collector', 'clients/tabby.js'),
]

/** What a call costs, layer by layer. */
export const callLayers = [
  create('ours', 'fetch and JSON.parse', 'clients/fetch-baseline.js'),
  create('ours', 'our layers: keys, clocks, errors', 'clients/call-layers.js', 'callOnBareFetch'),
  create('ours', 'dispatcher without time limits', 'clients/call-layers.js', 'callOnFetch'),
  create('ours', 'ky, as the default client calls it', 'clients/call-layers.js', 'callOnKy'),
  create('ours', 'parameters, schema of the answer', 'clients/tabby.js'),
]

/** The other clients, of npm. */
export const peers = [
  create('peer', 'openai', '../peers/clients/openai.mjs'),
  create('peer', 'ollama', '../peers/clients/ollama.mjs'),
  create('peer', '@xsai', '../peers/clients/xsai.mjs'),
  create('peer', 'AI SDK', '../peers/clients/ai-sdk.mjs'),
  create('peer', 'mistral', '../peers/clients/mistral.mjs'),
  create('peer', 'huggingface', '../peers/clients/huggingface.mjs'),
]

/** Many calls at a time: the bare loop over our own function comes first, and needs p-limit of npm as the others do. */
export const bulkContenders = [
  create('peer', '@tabby/chat + p-limit', '../peers/clients/limited.mjs', 'createTabbyLoop'),
  create('ours', 'runBulk', 'clients/bulk.js'),
  create('peer', 'openai + p-limit', '../peers/clients/limited.mjs', 'createOpenAiLoop'),
  create('peer', 'ChatOpenAI.batch', '../peers/clients/langchain.mjs'),
]
