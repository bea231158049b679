import type { TabbyClient, TabbyStreamRequestOptions, ValueSchema } from '@tabby/core'
import { openObjectStream } from '@tabby/kit/objects/open-object-stream'
import { toObjectBody } from '@tabby/kit/objects/to-object-body'
import { createChatCollector } from '../chat-collector.js'
import { requestChatStream } from '../request-chat-stream.js'
import { type ChatObjectParams, type ChatObjectStream, readChatObject } from './chat-object.js'

/**
 * Completes a chat with a value of a schema, and shows it while it grows.
 *
 * `POST /v1/chat/completions` with `stream: true` and `json_schema`; the schema is checked before anything is sent, as
 * `createChatObject` does. Each value is the one so far, a separate copy, as the model wrote it: members come in
 * their order, texts grow, numbers and words such as `true` come whole. Beyond 8,000 characters a value comes when
 * another 64th is there, so that the cost of a long reply does not grow with its square. When the value is whole, the
 * schema checks it, and the loop throws when it does not match; `collect()` gives what the schema made of it, with the
 * completion. A code fence and reasoning (`<think>`) are skipped when the reply begins with them. The connection
 * is closed as soon as the text cannot become JSON any more, and when the loop is left.
 *
 * @param params - The schema, the conversation and samplers. `n` must be 1.
 * @param options - Signal, timeouts and retries of this call.
 * @returns The value as it grows, to be read once; `collect()` returns the checked one.
 * @throws TabbyRequestError when the server would ignore the schema. Nothing was sent.
 * @throws TabbyObjectError while it is read, when the answer was cut off, is not JSON or does not match. It has the
 *   `reason`, the `text`, and the `partial` value that was shown last.
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
