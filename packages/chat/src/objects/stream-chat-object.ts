import type { TabbyClient, TabbyStreamRequestOptions, ValueSchema } from '@tabby/core'
import { openObjectStream } from '@tabby/kit/objects/open-object-stream'
import { toObjectBody } from '@tabby/kit/objects/to-object-body'
import { createChatCollector } from '../chat-collector.js'
import { requestChatStream } from '../request-chat-stream.js'
import { type ChatObjectParams, type ChatObjectStream, readChatObject } from './chat-object.js'

/**
 * Completes a chat with a value that matches a schema, and shows it as it grows.
 *
 * `POST /v1/chat/completions` with `stream: true` and `json_schema`; the schema is checked before anything is sent, as
 * `createChatObject` does. Each chunk is the value so far, a separate copy, as the model wrote it: members come in
 * order, strings grow, and numbers and words such as `true` come whole. Beyond 8,000 characters, a new value comes only
 * after the text has grown by a 64th, so that the cost of a long reply is not quadratic. When the value is whole, the
 * schema checks it, and the loop throws if it does not match; `collect()` returns the checked value with the
 * completion. A code fence and reasoning (`<think>`) at the beginning of the reply are skipped. The connection is
 * closed as soon as the text can no longer become JSON, and when you leave the loop.
 *
 * @param params - The schema, the conversation and samplers. `n` must be 1.
 * @param options - Signal, timeouts and retries of this call.
 * @returns The value as it grows, to be read once; `collect()` returns the checked one.
 * @throws TabbyRequestError when the server would ignore the schema. Nothing is sent.
 * @throws TabbyObjectError while it is read, when the reply was cut off, is not JSON or does not match. It has the
 *   `reason`, the `text`, and the last `partial` value.
 * @throws Whatever `streamChatCompletion` and its stream throw.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { streamChatObject } from '@tabby/chat'
 * import * as v from 'valibot'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const schema = v.object({ title: v.string() })
 * const jsonSchema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] }
 * const objects = await streamChatObject(client, {
 *   schema: { schema, jsonSchema },
 *   messages: [{ role: 'user', content: 'Invent a title.' }],
 * })
 * for await (const { title } of objects) console.log(title)
 * const { object } = await objects.collect()
 * console.log(object.title.toUpperCase())
 * ```
 */
export async function streamChatObject<const Schema extends ValueSchema>(
  client: TabbyClient,
  params: ChatObjectParams<Schema>,
  options?: TabbyStreamRequestOptions,
): Promise<ChatObjectStream<Schema>> {
  const { body, ...reading } = toObjectBody(params)
  const collector = createChatCollector({ maxResponseSize: client.streaming.maxResponseSize })
  return openObjectStream({
    stream: await requestChatStream(client, body, options, collector),
    readText: ({ choices }) => choices[0]?.delta.content,
    finish: (partial) => readChatObject(collector.getResult(), { ...reading, partial }),
    notes: reading.notes,
  })
}
