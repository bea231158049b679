import type { TabbyClient } from '@tabby/core'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { createChatCompletion } from '../create-chat-completion.js'
import { runSteps } from './run-steps.js'
import { toRequestOptions } from './to-request-options.js'
import type { RunToolsOptions, ToolRun } from './tool-run.js'

/**
 * Answers a conversation with the help of tools: asks the model, runs the tools that it calls, tells it the results,
 * and asks again, until it answers without a call.
 *
 * `POST /v1/chat/completions` for each step. The calls of a step run in parallel, each with a signal and a time limit.
 * The model is told, and may correct itself, when its arguments are no JSON or do not fit the schema, when there is no
 * such tool, when a call was not approved, and when it took too long. What a tool throws is a fault of the program: it
 * ends the run and is thrown as it is. After an abort nothing is asked and nothing is run any more.
 *
 * The server needs a parser for the model's way of calling; without, calls are raw text and count as an answer.
 *
 * @param client - The client. Its api key is used.
 * @param params - The conversation and samplers. `tools` are those of the options; `n` has to be 1.
 * @param options - Tools, step limit, time limit, approval; signal, timeout and retries of each request.
 * @returns The answer, the whole conversation and all steps.
 * @throws ToolRunError with the reason `step-limit` when the model still calls tools after `maxSteps` answers, and
 *   `malformed-call` when it wrote a call that the server could not read. Both carry the `transcript`.
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
