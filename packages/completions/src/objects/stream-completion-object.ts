import type { TabbyClient, TabbyStreamRequestOptions, ValueSchema } from '@tabby/core'
import { openObjectStream } from '@tabby/kit/objects/open-object-stream'
import { toObjectBody } from '@tabby/kit/objects/to-object-body'
import { createCompletionCollector } from '../completion-collector.js'
import { requestCompletionStream } from '../request-completion-stream.js'
import {
  type CompletionObjectStream,
  readCompletionObject,
  type StreamCompletionObjectParams,
} from './completion-object.js'

/**
 * Completes a prompt with a value that matches a schema, and yields it while it grows.
 *
 * `POST /v1/completions` with `stream: true` and `json_schema`; the schema is checked before anything is sent, as
 * `createCompletionObject` does. Each value is a separate copy of what the model has written so far: members arrive in
 * order, strings grow, numbers and literals such as `true` arrive whole. After 8,000 characters, a new value is yielded
 * only when the text has grown by another 64th, so that the cost of a long text does not grow quadratically. The schema
 * checks the finished value, and the loop throws if it does not match; `collect()` returns the schema's output, with
 * the completion. A code fence or reasoning (`<think>`) at the beginning of the text is skipped. The connection is
 * closed as soon as the text can no longer become JSON, and when the loop is left.
 *
 * @param params - The schema, one prompt, `max_tokens` and samplers. `n` must be 1.
 * @param options - Signal, timeouts and retries of this call.
 * @returns The value as it grows, to be read once; `collect()` returns the checked one.
 * @throws TabbyRequestError when the server would ignore the schema, or without `max_tokens`. Nothing was sent.
 * @throws TabbyObjectError while it is read, when the text was cut off, is not JSON or does not match. It has the
 * `reason`, the `text` and the last `partial` value.
 * @throws Whatever `streamCompletion` and its stream throw.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { streamCompletionObject } from '@tabby/completions'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const objects = await streamCompletionObject(client, {
 *   schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
 *   prompt: 'The capital of Norway, as JSON with the member "city":\n',
 *   max_tokens: 50,
 * })
 * for await (const object of objects) console.log(object)
 * console.log((await objects.collect()).object)
 * ```
 */
export async function streamCompletionObject<const Schema extends ValueSchema>(
  client: TabbyClient,
  params: StreamCompletionObjectParams<Schema>,
  options?: TabbyStreamRequestOptions,
): Promise<CompletionObjectStream<Schema>> {
  const { body, ...reading } = toObjectBody<StreamCompletionObjectParams<Schema>>(params)
  const collector = createCompletionCollector({ maxResponseSize: client.streaming.maxResponseSize })
  return openObjectStream({
    stream: await requestCompletionStream(client, body, options, collector),
    readText: ({ choices }) => choices[0]?.text,
    finish: (partial) => readCompletionObject(collector.getResult(), { ...reading, partial }),
    notes: reading.notes,
  })
}
