import { createErrorResponse, toReadableStream } from '@tabby/chat'
import { toEventBytes, waitForFirst } from '@tabby/kit/streams/to-event-bytes'

/** The parts of an event stream. */
export interface EventSource {
  /** The events as text, without the blank line that ends each. */
  readonly frames: AsyncIterable<string>
  /** Written at the end. */
  readonly last?: string
  /** Writes the failure of the stream. Default: OpenAI's `{ "error": ... }`. */
  readonly toErrorFrame?: (error: OpenAIError) => string
}

/** An error as OpenAI writes it. */
export interface OpenAIError {
  readonly message: string
  readonly type: string
  readonly param: string | null
  readonly code: string | null
}

/**
 * Writes a stream of events. The first event decides the status, or 15 s without one: a refused request does not become
 * a 200 with an error inside, and a long prompt gets pings.
 */
export async function toEventResponse(
  { frames, last, toErrorFrame = (error) => `data: ${JSON.stringify({ error })}` }: EventSource,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const source = frames[Symbol.asyncIterator]()
  const { coming } = await waitForFirst(source)
  const bytes = toEventBytes(
    source,
    {
      toFrame: (frame) => frame,
      last,
      async toErrorFrame(error) {
        // The caller left: it expects a body that fails with its own reason.
        signal?.throwIfAborted()
        const { error: told } = (await createErrorResponse(error).json()) as { error: OpenAIError }
        return toErrorFrame(told)
      },
    },
    coming,
  )
  return new Response(toReadableStream(bytes), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Otherwise nginx would hold back the whole stream.
      'x-accel-buffering': 'no',
    },
  })
}
