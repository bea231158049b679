import { allowManyListeners, type TabbyClient } from '@tabby/core'
import { createChatCollector } from '../chat-collector.js'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { requestChatStream } from '../request-chat-stream.js'
import { splitReasoning } from '../reasoning/split-reasoning.js'
import { runSteps } from './run-steps.js'
import { toRequestOptions } from './to-request-options.js'
import type { StreamToolsOptions, ToolEvent } from './tool-run.js'

/**
 * Answers a conversation with the help of tools, as `runTools` does, and tells what happens meanwhile.
 *
 * `POST /v1/chat/completions` with `stream: true` for each step. Thoughts and text come as they are written, then the
 * calls of the step, each result when it is there, and the step; at last a `finish` event with all that `runTools`
 * returns. Nothing is sent before the first event is asked for. Leaving the loop closes the connection and aborts the
 * tools that are running.
 *
 * @param client - The client. Its api key is used.
 * @param params - The conversation and samplers. `tools` are those of the options; `n` has to be 1.
 * @param options - Tools, step limit, time limit, approval; signal, clocks and retries of each request.
 * @returns The events.
 * @throws TabbyToolRunError with the reason `step-limit`, `malformed-call` or `unread-call`, with the `transcript`.
 * @throws TabbyRequestError when an option cannot be used, at the first event.
 * @throws Whatever `streamChatCompletion`, its stream, a tool or `approve` throws; the signal's reason after an abort.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { defineTool, streamTools } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const clock = defineTool({
 *   name: 'get_time',
 *   description: 'The present time',
 *   parameters: { type: 'object', properties: {} },
 *   execute: () => new Date().toISOString(),
 * })
 * const messages = [{ role: 'user', content: 'What time is it?' }]
 * for await (const event of streamTools(client, { messages }, { tools: [clock] })) {
 *   if (event.type === 'text') process.stdout.write(event.text)
 *   if (event.type === 'tool-result') console.log(event.result.content)
 * }
 * ```
 */
export function streamTools(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: StreamToolsOptions,
): AsyncGenerator<ToolEvent, void, undefined> {
  const controller = new AbortController()
  const events = readEvents(client, params, options, controller)
  const close = events.return.bind(events)
  // A generator keeps `return` waiting until it yields: for a prompt, a tool, or somebody's approval.
  events.return = () => {
    controller.abort(controller)
    return close()
  }
  return events
}

/** The events of a run that the controller ends; it is its own reason where nobody wants to hear one. */
async function* readEvents(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: StreamToolsOptions,
  controller: AbortController,
): AsyncGenerator<ToolEvent, void, undefined> {
  const request = toRequestOptions(options)
  const { signal } = controller
  const abort = () => controller.abort(options.signal!.reason)
  if (options.signal) {
    allowManyListeners(options.signal)
    options.signal.addEventListener('abort', abort)
    if (options.signal.aborted) abort()
  }
  try {
    const run = yield* runSteps(params, { ...options, signal }, async function* (body) {
      const collector = createChatCollector({ maxResponseSize: client.streaming.maxResponseSize })
      const stream = await requestChatStream(client, body, { ...request, signal }, collector)
      for await (const chunk of options.splitReasoning === false
        ? stream
        : splitReasoning(stream, options.splitReasoning)) {
        for (const { delta } of chunk.choices) {
          if (delta.reasoning_content) yield { type: 'reasoning', text: delta.reasoning_content }
          if (delta.content) yield { type: 'text', text: delta.content }
        }
      }
      const answer = collector.getResult()
      for (const call of answer.choices[0]?.message.tool_calls ?? []) yield { type: 'tool-call', call }
      return answer
    })
    yield { type: 'finish', run }
  } catch (error) {
    if (error !== controller) throw error
  } finally {
    options.signal?.removeEventListener('abort', abort)
  }
}
