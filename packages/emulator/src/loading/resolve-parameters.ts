import type { ServerState } from '../state/server-state.js'
import type { LoadParameters, ModelDefinition } from '../world/world.js'
import type { LoadRequest } from './load-request.js'

const cachePage = 256

/** What a load runs with: the model's own tabby_config.yml before the request before the server's configuration. */
export function resolveParameters(
  server: ServerState,
  definition: ModelDefinition,
  request: Partial<LoadRequest>,
): LoadParameters {
  const { parameters: own = {} } = definition
  const configured = { ...server.world.loaded?.parameters, ...own }
  const natural = definition.contextLength ?? 4096
  const length = own.maxSequenceLength ?? (request.max_seq_len || configured.maxSequenceLength || natural)
  const asked = length === -1 ? natural : length
  const cacheSize = own.cacheSize ?? (request.cache_size || configured.cacheSize || asked)
  if (cacheSize % cachePage !== 0) {
    throw new LoadFailure(`max_num_tokens must be a multiple of ${cachePage} (stub)`)
  }
  const ropeAlpha = request.rope_alpha === 'auto' ? 1 : request.rope_alpha
  const chunk = own.chunkSize ?? request.chunk_size ?? configured.chunkSize ?? 2048
  return {
    // No context is longer than the cache (load_parameters__param_cache_size_256_2_get_v1_model_87).
    maxSequenceLength: Math.min(asked, cacheSize),
    cacheSize,
    cacheMode: own.cacheMode ?? request.cache_mode ?? configured.cacheMode ?? 'FP16',
    chunkSize: Math.ceil(Math.max(chunk, cachePage) / cachePage) * cachePage,
    maxBatchSize: configured.maxBatchSize ?? 128,
    ropeAlpha: own.ropeAlpha ?? ropeAlpha ?? configured.ropeAlpha ?? 1,
    outputChunking: own.outputChunking ?? request.output_chunking ?? configured.outputChunking ?? true,
  }
}

/** A load that went wrong after it had begun: the error event's text. */
export class LoadFailure extends Error {
  override readonly name = 'LoadFailure'
}
