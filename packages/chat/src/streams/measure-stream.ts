import type { TabbyStream, Usage } from '@tabby/core'
import type { ChatCompletionChunk } from '../chat-completion-chunk.js'
import { createChunkReader } from '../deltas/create-chunk-reader.js'
import { mapStream } from '@tabby/kit/streams/map-stream'

/** What a stream has taken so far. Times are in milliseconds; what cannot be known yet is `undefined`. */
export interface StreamStatistics {
  /** From the start to the first piece with text, thoughts or calls. */
  readonly timeToFirstToken: number | undefined
  /** Mean time between two tokens, after the first. */
  readonly interTokenLatency: number | undefined
  /** Tokens per second after the first, as seen here; the server's figure where everything came at once. */
  readonly tokensPerSecond: number | undefined
  /** From the start to the last piece so far. */
  readonly duration: number
  /** Generated tokens: the server's count when it has come, before that the pieces that arrived. */
  readonly tokens: number
  /** The server's speed of reading the prompt, in tokens per second. */
  readonly promptTokensPerSecond: number | undefined
  /** The server's speed of generating, in tokens per second. */
  readonly serverTokensPerSecond: number | undefined
  /** All that the server reports, when it has come. */
  readonly usage: Usage | undefined
}

/** A stream that counts and measures what goes through it. */
export interface MeasuredStream extends TabbyStream<ChatCompletionChunk> {
  /** The figures so far, made anew at each look. */
  readonly statistics: StreamStatistics
}

/** What is measured. */
export interface MeasureStreamOptions {
  /** When the request was sent, by `performance.now()`. Default: now, which leaves out the time to the headers. */
  readonly startedAt?: number
}

/**
 * Measures a stream while it is read: time to the first token, time between tokens, tokens per second, and the server's
 * own figures.
 *
 * It calls nothing itself. Pieces pass unchanged. Time is taken when a piece is handed over, so a reader that is slower
 * than the server measures itself; the server's figures tell.
 *
 * @param stream - The pieces, from `streamChatCompletion` or anything else that yields them.
 * @param options - When the request was sent.
 * @returns The pieces, with `statistics`.
 * @throws Whatever the stream throws. The figures so far stay readable.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { measureStream, readChatText, streamChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const startedAt = performance.now()
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * const measured = measureStream(stream, { startedAt })
 * for await (const text of readChatText(measured)) process.stdout.write(text)
 * console.log(measured.statistics.timeToFirstToken, measured.statistics.tokensPerSecond)
 * ```
 */
export function measureStream(
  stream: AsyncIterable<ChatCompletionChunk>,
  options: MeasureStreamOptions = {},
): MeasuredStream {
  const { startedAt = performance.now() } = options
  const readChunk = createChunkReader()
  let pieces = 0
  let firstAt: number | undefined
  let lastAt = startedAt
  let usage: Usage | undefined

  const measured = mapStream(stream, (chunk: ChatCompletionChunk, chunks: ChatCompletionChunk[]) => {
    const read = readChunk(chunk)
    if (read?.usage) usage = read.usage
    if (read?.choices.some(({ delta }) => delta.content || delta.reasoning_content || delta.tool_calls?.length)) {
      pieces++
      lastAt = performance.now()
      firstAt ??= lastAt
    }
    chunks.push(chunk)
  })
  return Object.defineProperty(measured, 'statistics', {
    get: () => toStatistics(startedAt, firstAt, lastAt, pieces, usage),
  }) as MeasuredStream
}

function toStatistics(
  startedAt: number,
  firstAt: number | undefined,
  lastAt: number,
  pieces: number,
  usage: Usage | undefined,
): StreamStatistics {
  const tokens = toNumber(usage?.completion_tokens) ?? pieces
  const generating = lastAt - (firstAt ?? lastAt)
  // A token may be torn into pieces: by splitReasoning, say.
  const interTokenLatency = pieces > 1 && tokens > 1 && generating > 0 ? generating / (tokens - 1) : undefined
  const serverTokensPerSecond = toNumber(usage?.completion_tokens_per_sec)
  return {
    timeToFirstToken: firstAt === undefined ? undefined : firstAt - startedAt,
    interTokenLatency,
    tokensPerSecond: interTokenLatency ? 1000 / interTokenLatency : serverTokensPerSecond,
    duration: lastAt - startedAt,
    tokens,
    promptTokensPerSecond: toNumber(usage?.prompt_tokens_per_sec),
    serverTokensPerSecond,
    usage,
  }
}

/** The server writes `Indeterminate` for a time that was too short (recording chat_usage_instant_prefill). */
function toNumber(figure: number | string | null | undefined): number | undefined {
  return typeof figure === 'number' ? figure : undefined
}
