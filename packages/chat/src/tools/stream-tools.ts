import { allowManyListeners, type TabbyClient } from '@tabby/core'
import { toTabbyStream } from '@tabby/kit/streams/to-tabby-stream'
import { createChatCollector } from '../chat-collector.js'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { requestChatStream } from '../request-chat-stream.js'
import { splitReasoning } from '../reasoning/split-reasoning.js'
import { readRunOptions } from './read-run-options.js'
import { createRunRecord, readTranscript, type RunRecord, runSteps } from './run-steps.js'
import type { Tool } from './tool.js'
import type { StreamToolsOptions, ToolEvent, ToolStream } from './tool-run.js'

/**
 * Completes a chat with tools, as `runTools` does, and reports what happens meanwhile.
 *
 * `POST /v1/chat/completions` with `stream: true` for each step. Reasoning and text come as they are written, then the
 * calls of the step, each result as it arrives, and the step; finally a `finish` event with everything that `runTools`
 * returns. Nothing is sent before you ask for the first event. Leaving the loop closes the connection and aborts the
 * running tools.
 *
 * The stream has a `transcript`, the conversation so far. Read it at any time, even after an abort.
 *
 * @param params - The conversation and samplers. `tools` are those of the options; `n` must be 1.
 * @param options - Tools, limits, approval; signal, timeouts and retries of each request.
 * @returns The events. Results are typed by the tools.
 * @throws TabbyToolRunError with the code `tool_step_limit`, `tool_call_malformed` or `tool_failed`, as `runTools` does.
 * @throws TabbyRequestError at the first event, when an option is not valid.
 * @throws Whatever `streamChatCompletion` and its stream throw; the signal's reason after an abort.
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
 *   schema: { type: 'object', properties: {} },
 *   execute: () => new Date().toISOString(),
 * })
 * const messages = [{ role: 'user', content: 'What time is it?' }]
 * const stream = streamTools(client, { messages }, { tools: [clock] })
 * for await (const event of stream) {
 *   if (event.type === 'text') process.stdout.write(event.text)
 *   if (event.type === 'tool-result') console.log(event.result.content)
 * }
 * console.log(stream.transcript.length)
 * ```
 */
export function streamTools<T extends Tool>(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: StreamToolsOptions<T>,
): ToolStream<T> {
  const record = createRunRecord(params)
  const controller = new AbortController()
  const left = new DOMException('The reader left the run of tools', 'AbortError')
  const events = readEvents(client, params, options as StreamToolsOptions, record, controller)
  const stream = toTabbyStream({
    next: async () => {
      try {
        return await events.next()
      } catch (error) {
        if (error === left) return { done: true, value: undefined }
        throw error
      }
    },
    close: () => {
      // A generator keeps `return` waiting until it yields: for a prompt, a tool or an approval.
      controller.abort(left)
      return events.return(undefined)
    },
  })
  Object.defineProperty(stream, 'transcript', { get: () => readTranscript(record), enumerable: true })
  return stream as ToolStream<T>
}

/** Reads the events of a run that the controller can end. */
async function* readEvents(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: StreamToolsOptions,
  record: RunRecord,
  controller: AbortController,
): AsyncGenerator<ToolEvent, undefined, undefined> {
  const request = readRunOptions(options)
  const { signal } = controller
  const abort = () => controller.abort(options.signal!.reason)
  if (options.signal) {
    allowManyListeners(options.signal)
    options.signal.addEventListener('abort', abort)
    if (options.signal.aborted) abort()
  }
  try {
    const run = yield* runSteps(params, { ...options, signal }, record, async function* (body) {
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
  } finally {
    options.signal?.removeEventListener('abort', abort)
  }
}
