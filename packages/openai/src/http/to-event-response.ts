import { createErrorResponse, toReadableStream } from '@tabby/chat'
import { toEventBytes, waitForFirst } from '@tabby/kit/streams/to-event-bytes'

/** What a stream of events is made of. */
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
 * Writes a stream of events. The status is decided by the first event, or after 15 s: a refused request is no 200 with
 * an error inside, and a long prompt is answered by pings.
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
        // The caller left: a body that fails with its own reason is what it waits for.
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
      // nginx would keep the whole stream back otherwise.
      'x-accel-buffering': 'no',
    },
  })
}
