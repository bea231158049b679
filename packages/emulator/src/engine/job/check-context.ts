import type { LoadParameters } from '../../world/world.js'

const pageTokens = 256

/**
 * The server's check that a prompt fits, or the message of its `context_length_exceeded`.
 *
 * With output chunking a job is given whole pages for the prompt less one token, plus one chunk: 4096 and a chunk of
 * 2048 take 2049 prompt tokens and not 2050, whatever `max_tokens` says (chat_context_prompt3000_of_4096,
 * chat_small_cache_short_prompt). Without it the prompt and `max_tokens` have to fit
 * (completion_context_error_maxtokens).
 */
export function checkContext(
  promptTokens: number,
  maxTokens: number,
  parameters: Pick<LoadParameters, 'maxSequenceLength' | 'cacheSize' | 'chunkSize' | 'outputChunking'>,
): string | undefined {
  const { maxSequenceLength, cacheSize, chunkSize, outputChunking } = parameters
  if (promptTokens > maxSequenceLength) {
    return `Prompt length ${promptTokens} exceeds the available context size of ${maxSequenceLength} tokens`
  }
  const needed = outputChunking
    ? Math.ceil((promptTokens - 1) / pageTokens) * pageTokens + chunkSize
    : promptTokens + maxTokens
  if (needed <= cacheSize) return undefined
  const excess = `which exceeds the available context size of ${cacheSize} tokens`
  return `Initial job allocation requires ${needed} cache tokens, ${excess}`
}
