import type { TabbyClient } from '@tabby/core'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { createChatCompletion } from '../create-chat-completion.js'
import { readRunOptions } from './read-run-options.js'
import { createRunRecord, runSteps } from './run-steps.js'
import type { Tool } from './tool.js'
import type { RunToolsOptions, ToolRun } from './tool-run.js'

/**
 * Completes a chat with tools: asks the model, runs the tools that it calls, sends it the results, and asks again,
 * until it replies without a call.
 *
 * `POST /v1/chat/completions` for each step. The calls of a step run in parallel, up to `maxParallelCalls` of them,
 * each with a signal and a time limit. Calls that need approval wait for it, with checked arguments, while the others
 * run. The model is told, and may correct itself, if its arguments are not JSON or do not match the schema, if there is
 * no such tool, or if a call was not approved or took too long. If a tool throws, the run ends with `tool_failed` and
 * the thrown value as `cause`; with `onToolError: 'tell-model'` the model gets the message.
 *
 * Every error has a `transcript`, the conversation so far, to continue from. After an abort, no request is sent and no
 * tool is started; the signal's reason is thrown as it is, so keep the transcript that `onStep` gets.
 *
 * The server needs a `tool_format` for the model, or calls arrive as raw text; the run then ends with `unread-call`.
 * Reasoning that the server leaves in the text is moved to `reasoning_content`, as `splitReasoning` does.
 *
 * @param params - The conversation and samplers. `tools` are those of the options; `n` must be 1.
 * @param options - Tools, limits, approval; signal, timeout and retries of each request.
 * @returns The last reply, the whole conversation, all steps and their usage. Results are typed by the tools.
 * @throws TabbyToolRunError with the code `tool_step_limit` when the model still calls tools after `maxSteps` replies,
 *   `tool_call_malformed` when the server could not read its call or left it in the text, and `tool_failed` when a
 *   tool, `approve` or `onStep` threw.
 * @throws TabbyRequestError when an option is not valid, such as `maxSteps: 0` or two tools with one name. Nothing is
 *   sent.
 * @throws Whatever `createChatCompletion` throws; the signal's reason after an abort.
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
 *   schema: { type: 'object', properties: {} },
 *   execute: () => new Date().toISOString(),
 * })
 * const messages = [{ role: 'user', content: 'What time is it?' }]
 * const { text, steps, usage } = await runTools(client, { messages }, { tools: [clock], maxSteps: 5 })
 * console.log(text, steps.length, usage?.total_tokens)
 * ```
 */
export async function runTools<T extends Tool>(
  client: TabbyClient,
  params: ChatCompletionParams,
  options: RunToolsOptions<T>,
): Promise<ToolRun<T>> {
  const given = options as RunToolsOptions
  const request = readRunOptions(given)
  // oxlint-disable-next-line require-yield -- There is nothing to report before a completion that is not streamed.
  const events = runSteps(params, given, createRunRecord(params), async function* (body) {
    return createChatCompletion(client, body, request)
  })
  for (;;) {
    const { done, value } = await events.next()
    if (done) return value as ToolRun<T>
  }
}
