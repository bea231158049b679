import {
  requestStream,
  type TabbyClient,
  type TabbyCollector,
  TabbyRequestError,
  type TabbyStream,
  type TabbyStreamRequestOptions,
} from '@tabby/core'
import { createIndexShift, sortChoices, toUnreadError } from '@tabby/kit/deltas/chunk-fields'
import type { StreamCompletionParams } from './completion-params.js'
import type { CompletionChunk } from './completion.js'
import { createCompletionReader } from './create-completion-reader.js'
import { toCompletionBody } from './to-completion-body.js'

/** Requests a text in chunks, which the collector assembles. */
export async function requestCompletionStream(
  client: TabbyClient,
  params: StreamCompletionParams,
  options: TabbyStreamRequestOptions | undefined,
  collector: TabbyCollector<CompletionChunk>,
): Promise<TabbyStream<CompletionChunk>> {
  const limit = params.max_tokens ?? params.max_completion_tokens ?? params.max_length
  // Infinity and NaN would be sent as no limit, on which the server fails (recording completion_no_max_tokens_stream).
  if (!Number.isFinite(limit))
    throw new TabbyRequestError('A streamed completion needs max_tokens: the server fails without it')
  const read = createCompletionReader()
  const isSingle = (params.n ?? 1) === 1 && [params.prompt].flat().length === 1
  const shift = isSingle ? createIndexShift() : undefined
  const readEvent = (event: unknown) => {
    const chunk = read(event)
    const choices = chunk && shift?.(chunk.choices)
    return choices && choices !== chunk.choices ? { ...chunk, choices } : chunk
  }
  return requestStream<CompletionChunk>(client, {
    ...options,
    path: '/v1/completions',
    body: toCompletionBody({ ...params, max_tokens: limit }, true),
    schema: { '~standard': { version: 1, vendor: 'tabby', validate: (event) => ({ value: readEvent(event)! }) } },
    collector,
    readDocument: readCompletionDocument,
  })
}

/**
 * Turns a whole text into chunks, one per choice as in a stream, for a server with streaming turned off, which responds
 * with JSON.
 */
export function readCompletionDocument(document: unknown): CompletionChunk[] {
  const read = createCompletionReader()(document)
  if (!read?.choices.length) throw toUnreadError('the choices')
  const { choices: given, usage, ...completion } = read
  const choices = sortChoices(given)
  return choices.map((choice, position) => ({
    ...completion,
    choices: [choice],
    usage: choices[position + 1] ? null : usage!,
  }))
}
