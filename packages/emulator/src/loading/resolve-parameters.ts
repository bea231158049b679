import type { ServerState } from '../state/server-state.js'
import type { LoadParameters, ModelDefinition } from '../world/world.js'
import type { LoadRequest } from './load-request.js'

const cachePage = 256

/** What a load runs with: the request before the model's own configuration before the server's. */
export function resolveParameters(
  server: ServerState,
  definition: ModelDefinition,
  request: Partial<LoadRequest>,
): LoadParameters {
  const configured = { ...server.world.loaded?.parameters, ...definition.parameters }
  const natural = definition.contextLength ?? 4096
  const asked = request.max_seq_len ?? configured.maxSequenceLength ?? natural
  const maxSequenceLength = asked === -1 ? natural : asked
  const cacheSize = request.cache_size ?? configured.cacheSize ?? maxSequenceLength
  if (cacheSize % cachePage !== 0) {
    throw new LoadFailure(`max_num_tokens must be a multiple of ${cachePage} (stub)`)
  }
  const ropeAlpha = request.rope_alpha === 'auto' ? 1 : request.rope_alpha
  return {
    maxSequenceLength,
    cacheSize,
    cacheMode: request.cache_mode ?? configured.cacheMode ?? 'FP16',
    chunkSize: request.chunk_size ?? configured.chunkSize ?? 2048,
    maxBatchSize: configured.maxBatchSize ?? 128,
    ropeScale: request.rope_scale ?? configured.ropeScale ?? 1,
    ropeAlpha: ropeAlpha ?? configured.ropeAlpha ?? 1,
    outputChunking: request.output_chunking ?? configured.outputChunking ?? true,
  }
}

/** A load that went wrong after it had begun: the error event's text. */
export class LoadFailure extends Error {
  override readonly name = 'LoadFailure'
}
