import type { TabbyClient } from '@tabby/core'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { createChatCompletion } from '../create-chat-completion.js'
import { runSteps } from './run-steps.js'
import { toRequestOptions } from './to-request-options.js'
import type { RunToolsOptions, ToolRun } from './tool-run.js'

/**
 * Answers a conversation with the help of tools: asks the model, runs the tools that it calls, tells it the results,
 * and asks again, until it replies without a call.
 *
 * `POST /v1/chat/completions` for each step. The calls of a step run in parallel, up to `maxParallelCalls` of them,
 * each with a signal and a time limit. The model is told, and may correct itself, when its arguments are not JSON or do
 * not fit the schema, when there is no such tool, when a call was not approved, and when it took too long. If a tool
 * throws, the run ends with what it threw. After an abort, no request is sent and no tool is started.
 *
 * The server needs a `tool_format` for the model, or calls arrive as raw text; the run then ends with `unread-call`.
 * Reasoning that the server leaves in the text is moved to `reasoning_content`, as `splitReasoning` does.
 *
 * @param params - The conversation and samplers. `tools` are those of the options; `n` must be 1.
 * @param options - Tools, limits, approval; signal, timeout and retries of each request.
 * @returns The last reply, the whole conversation and all steps.
 * @throws TabbyToolRunError with the reason `step-limit` when the model still calls tools after `maxSteps` replies,
 *   `malformed-call` when the server could not read its call, and `unread-call` when the server left the call in the
 *   text. All carry the `transcript`.
 * @throws TabbyRequestError when an option cannot be used, such as `maxSteps: 0` or two tools of one name. Nothing was
 *   sent.
 * @throws Whatever `createChatCompletion`, a tool or `approve` throws; the signal's reason after an abort.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { defineTool, runTools } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const clock = defineTool({
 *   name: 'get_time',
 *   description: 'The present time',
 *   parameters: { type: 'object', properties: {} },
 *   execute: () => new Date().toISOString(),
 * })
 * const messages = [{ role: 'user', content: 'What time is it?' }]
 * const { text, steps } = await runTools(client, { messages }, { tools: [clock], maxSteps: 5 })
 * console.log(text, steps.length)
 * ```
 */
export async function runTools(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: RunToolsOptions,
): Promise<ToolRun> {
  const request = toRequestOptions(options)
  // oxlint-disable-next-line require-yield -- There is nothing to tell before an answer that is not streamed.
  const events = runSteps(params, options, async function* (body) {
    return createChatCompletion(client, body, request)
  })
  for (;;) {
    const { done, value } = await events.next()
    if (done) return value
  }
}
