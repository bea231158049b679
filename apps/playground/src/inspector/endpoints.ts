/** The function that calls an endpoint. */
export interface EndpointFunction {
  name: string
  package: string
  /** Which key it sends. */
  access: 'none' | 'api' | 'list' | 'admin'
  /** Name of the variable for its result; without one, it returns nothing. */
  result?: string
  /** Name of its streaming counterpart. */
  stream?: string
}

/** Every endpoint that has a function of its own, by method and path. */
export const endpoints: Record<string, EndpointFunction> = {
  'GET /health': { name: 'getHealth', package: 'health', access: 'none', result: 'health' },
  'GET /.well-known/serviceinfo': { name: 'getServiceInfo', package: 'health', access: 'none', result: 'info' },
  'GET /v1/auth/permission': { name: 'getKeyPermission', package: 'auth', access: 'list', result: 'permission' },
  'GET /v1/models': { name: 'listModels', package: 'models', access: 'list', result: 'models' },
  'GET /v1/model': { name: 'getModel', package: 'models', access: 'api', result: 'model' },
  'GET /props': { name: 'getModelProps', package: 'models', access: 'api', result: 'props' },
  'GET /v1/model/draft/list': { name: 'listDraftModels', package: 'models', access: 'list', result: 'models' },
  'GET /v1/model/embedding/list': { name: 'listEmbeddingModels', package: 'models', access: 'list', result: 'models' },
  'GET /v1/model/embedding': { name: 'getEmbeddingModel', package: 'models', access: 'api', result: 'model' },
  'POST /v1/model/load': { name: 'loadModel', package: 'models', access: 'admin', stream: 'streamModelLoad' },
  'POST /v1/model/unload': { name: 'unloadModel', package: 'models', access: 'admin' },
  'POST /v1/model/embedding/load': { name: 'loadEmbeddingModel', package: 'models', access: 'admin', result: 'load' },
  'POST /v1/model/embedding/unload': { name: 'unloadEmbeddingModel', package: 'models', access: 'admin' },
  'POST /v1/download': { name: 'downloadModel', package: 'models', access: 'admin', result: 'download' },
  'GET /v1/loras': { name: 'listLoras', package: 'lora', access: 'list', result: 'loras' },
  'GET /v1/lora': { name: 'getActiveLoras', package: 'lora', access: 'api', result: 'loras' },
  'POST /v1/lora/load': { name: 'loadLoras', package: 'lora', access: 'admin', result: 'load' },
  'POST /v1/lora/unload': { name: 'unloadLoras', package: 'lora', access: 'admin' },
  'GET /v1/templates': { name: 'listTemplates', package: 'templates', access: 'list', result: 'templates' },
  'POST /v1/template/switch': { name: 'switchTemplate', package: 'templates', access: 'admin' },
  'POST /v1/template/unload': { name: 'unloadTemplate', package: 'templates', access: 'admin' },
  'GET /v1/sampling/overrides': { name: 'listSamplerOverrides', package: 'sampling', access: 'list', result: 'list' },
  'POST /v1/sampling/override/switch': { name: 'switchSamplerOverride', package: 'sampling', access: 'admin' },
  'POST /v1/sampling/override/unload': { name: 'unloadSamplerOverride', package: 'sampling', access: 'admin' },
  'POST /v1/token/encode': { name: 'encodeTokens', package: 'tokens', access: 'api', result: 'encoding' },
  'POST /v1/token/decode': { name: 'decodeTokens', package: 'tokens', access: 'api', result: 'decoding' },
  'POST /v1/embeddings': { name: 'createEmbeddings', package: 'embeddings', access: 'api', result: 'embeddings' },
  'POST /v1/completions': {
    name: 'createCompletion',
    package: 'completions',
    access: 'api',
    result: 'answer',
    stream: 'streamCompletion',
  },
  'POST /v1/chat/completions': {
    name: 'createChatCompletion',
    package: 'chat',
    access: 'api',
    result: 'answer',
    stream: 'streamChatCompletion',
  },
}
