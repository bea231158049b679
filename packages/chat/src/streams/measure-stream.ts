import type { TabbyStream, Usage } from '@tabby/core'
import { mapStream } from '@tabby/kit/streams/map-stream'
import { requireStream } from '@tabby/kit/streams/require-stream'
import type { ChatCompletionChunk } from '../chat-completion-chunk.js'
import { createChunkReader } from '../deltas/create-chunk-reader.js'
import type { ToolEvent } from '../tools/tool-run.js'
import type { ChatEvent } from './read-chat-events.js'

/** The figures of a stream so far. Times are in milliseconds; a figure that is not known yet is `undefined`. */
export interface StreamStatistics {
  /** From the start to the first chunk with text, reasoning or tool calls. */
  readonly timeToFirstToken: number | undefined
  /** Mean time between two tokens, after the first. The time that tools take is excluded. */
  readonly interTokenLatency: number | undefined
  /** Tokens per second after the first, as measured here; the server's figure if everything arrived at once. */
  readonly tokensPerSecond: number | undefined
  /** From the start to the last token so far. */
  readonly duration: number
  /** Generated tokens of all steps: the server's count once it has arrived, the number of chunks until then. */
  readonly tokens: number
  /** Tokens per second in each full quarter of a second since the first token, for a plot. */
  readonly speeds: readonly number[]
  /** The server's speed of reading the prompt, in tokens per second. */
  readonly promptTokensPerSecond: number | undefined
  /** The server's speed of generating, in tokens per second. */
  readonly serverTokensPerSecond: number | undefined
  /** Everything that the server reports, once it has arrived; in a run of tools, that of the last step. */
  readonly usage: Usage | undefined
}

/** A stream that is measured while it is read. */
export interface MeasuredStream<Value = ChatCompletionChunk> extends TabbyStream<Value> {
  /** The figures so far, computed at each access. */
  readonly statistics: StreamStatistics
}

/** Options of `measureStream`. */
export interface MeasureStreamOptions<Value = unknown> {
  /** When the request was sent, by `performance.now()`. Default: now, which leaves out the time to the headers. */
  readonly startedAt?: number | undefined
  /**
   * Which values count as generated, for a stream of neither chunks nor events: `() => true` for the values of
   * `streamChatObject`. Usage is then read only from events of the types `usage` and `step`.
   */
  readonly isToken?: ((value: Value) => boolean) | undefined
}

/** How long a point of the plot is, in milliseconds: long enough to be steady, short enough to look live. */
const pointLength = 250

/**
 * Measures a stream while it is read: time to the first token, time between tokens, tokens per second, points for a
 * plot, and the server's own figures.
 *
 * Makes no requests. Values pass unchanged. A value is timed when it is delivered, so a reader that is slower than the
 * server measures itself; the server's own figures do not depend on the reader. In a run of tools, the time that tools
 * and approvals take does not count as generating.
 *
 * @param stream - Chunks of `streamChatCompletion`, events of `readChatEvents` or `streamTools`, or other values with
 *   `isToken`.
 * @returns The same values, with `statistics`.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
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
export function measureStream<Value = ChatCompletionChunk>(
  stream: AsyncIterable<Value>,
  options: MeasureStreamOptions<Value> = {},
): MeasuredStream<Value> {
  requireStream('measureStream', stream)
  const { startedAt = performance.now(), isToken } = options ?? {}
  const read = createReader(isToken)
  const steps = [createStep()]
  const counts: number[] = []
  let usage: Usage | undefined
  let lastAt = startedAt
  /** How long earlier steps generated. */
  let earlier = 0

  const measured = mapStream(stream, (value: Value, values: Value[]) => {
    const step = steps.at(-1)!
    const reading = read(value)
    if (reading.usage) usage = step.usage = reading.usage
    if (reading.isToken) {
      lastAt = step.lastAt = performance.now()
      step.firstAt ??= lastAt
      step.chunks++
      const point = Math.floor((earlier + lastAt - step.firstAt) / pointLength)
      while (counts.length <= point) counts.push(0)
      counts[point]!++
    }
    if (reading.endsStep) {
      earlier += measureStep(step)
      steps.push(createStep())
    }
    values.push(value)
  })
  return Object.defineProperty(measured, 'statistics', {
    get: (): StreamStatistics => {
      const firstAt = steps.find((step) => step.chunks > 0)?.firstAt
      const serverTokensPerSecond = toNumber(usage?.completion_tokens_per_sec)
      const interTokenLatency = measureLatency(steps)
      return {
        timeToFirstToken: firstAt === undefined ? undefined : firstAt - startedAt,
        interTokenLatency,
        tokensPerSecond: interTokenLatency ? 1000 / interTokenLatency : serverTokensPerSecond,
        duration: lastAt - startedAt,
        tokens: steps.reduce((sum, step) => sum + countTokens(step), 0),
        // The last point is not complete yet and would look like a drop.
        speeds: (counts.length > 1 ? counts.slice(0, -1) : counts).map((count) => (count * 1000) / pointLength),
        promptTokensPerSecond: toNumber(usage?.prompt_tokens_per_sec),
        serverTokensPerSecond,
        usage,
      }
    },
  }) as MeasuredStream<Value>
}

/** One completion: a stream has one, a run of tools one for each request. */
interface Step {
  chunks: number
  firstAt: number | undefined
  lastAt: number
  usage: Usage | undefined
}

const createStep = (): Step => ({ chunks: 0, firstAt: undefined, lastAt: 0, usage: undefined })

const measureStep = ({ firstAt, lastAt }: Step): number => (firstAt === undefined ? 0 : lastAt - firstAt)

const countTokens = ({ usage, chunks }: Step): number => toNumber(usage?.completion_tokens) ?? chunks

function measureLatency(steps: readonly Step[]): number | undefined {
  // A token may be split into several chunks, for example by splitReasoning.
  const measurable = steps.filter((step) => step.chunks > 1 && countTokens(step) > 1 && measureStep(step) > 0)
  if (measurable.length === 0) return undefined
  const generating = measurable.reduce((sum, step) => sum + measureStep(step), 0)
  return generating / measurable.reduce((sum, step) => sum + countTokens(step) - 1, 0)
}

/** What a value reveals about the stream. */
interface Reading {
  readonly isToken: boolean
  readonly endsStep?: boolean
  readonly usage?: Usage | null | undefined
}

function createReader<Value>(isToken: ((value: Value) => boolean) | undefined): (value: Value) => Reading {
  const readChunk = createChunkReader()
  return (value) => {
    const event = isEvent(value) ? value : undefined
    const reading = event ? readEvent(event) : isToken ? { isToken: false } : readTokens(readChunk(value))
    return isToken ? { ...reading, isToken: isToken(value) } : reading
  }
}

function readTokens(chunk: ChatCompletionChunk | undefined): Reading {
  if (!chunk) return { isToken: false }
  const { choices, usage } = chunk
  return {
    isToken: choices.some(({ delta }) => delta.content || delta.reasoning_content || delta.tool_calls?.length),
    usage,
  }
}

function readEvent(event: ChatEvent | ToolEvent): Reading {
  switch (event.type) {
    case 'text':
    case 'reasoning':
    case 'refusal':
    case 'tool-call':
      return { isToken: true }
    case 'usage':
      return { isToken: false, usage: event.usage }
    case 'step':
      return { isToken: false, endsStep: true, usage: event.step?.answer?.usage }
    default:
      return { isToken: false }
  }
}

function isEvent(value: unknown): value is ChatEvent | ToolEvent {
  return typeof value === 'object' && value !== null && 'type' in value && !('choices' in value)
}

/** The server writes `Indeterminate` for a time that was too short (recording chat_usage_instant_prefill). */
function toNumber(figure: number | string | null | undefined): number | undefined {
  return typeof figure === 'number' ? figure : undefined
}
