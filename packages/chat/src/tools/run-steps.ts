import {
  type ChatMessage,
  isTabbyError,
  TabbyRequestError,
  TabbyToolRunError,
  type ToolCall,
  type Usage,
} from '@tabby/core'
import { requireParams } from '@tabby/kit/body/to-body'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatCompletionParams } from '../chat-completion-params.js'
import { splitReasoning } from '../reasoning/split-reasoning.js'
import { addUsage } from './add-usage.js'
import { findUnreadCall } from '@tabby/kit/tools/find-unread-call'
import { orAbort } from '@tabby/kit/lifetime/or-abort'
import { runCalls } from './run-calls.js'
import type { ToolEvent, ToolResult, ToolRun, ToolRunOptions, ToolStep } from './tool-run.js'

/** Asks the model, and reports what it writes meanwhile. */
export type AskModel = (params: ChatCompletionParams) => AsyncGenerator<ToolEvent, ChatCompletion, undefined>

type StepOptions = ToolRunOptions & { readonly signal?: AbortSignal | undefined }

/** The conversation of a run in progress. */
export interface RunRecord {
  /** The messages so far, without the results of the current step. */
  readonly messages: ChatMessage[]
  /** The results of the current step, each at the index of its call. */
  results: (ToolResult | undefined)[]
}

/** Starts the record of a run. */
export function createRunRecord(params: ChatCompletionParams): RunRecord {
  // Parameters and messages of another type are refused when the run starts.
  const messages: unknown = params?.messages
  return { messages: Array.isArray(messages) ? [...(messages as readonly ChatMessage[])] : [], results: [] }
}

/** Returns the conversation so far, with the results that have arrived. */
export function readTranscript({ messages, results }: RunRecord): readonly ChatMessage[] {
  return [...messages, ...results.flatMap((result) => (result ? [toMessage(result)] : []))]
}

const toMessage = ({ call, content }: ToolResult): ChatMessage => ({ role: 'tool', tool_call_id: call.id, content })

/**
 * Runs the loop: ask, run the calls, ask again, until a completion has no calls. An error that ends it has the
 * transcript; after an abort the signal's reason is thrown as it is.
 */
export async function* runSteps(
  params: ChatCompletionParams,
  options: StepOptions,
  record: RunRecord,
  ask: AskModel,
): AsyncGenerator<ToolEvent, ToolRun, undefined> {
  requireParams('The run of tools was not started', params)
  if ((params.n ?? 1) > 1) throw new TabbyRequestError('Tools are run for one completion: n must be 1 or left out')
  if (!Array.isArray(params.messages))
    throw new TabbyRequestError('The run of tools was not started: messages must be an array')
  try {
    return yield* takeSteps(params, options, record, ask)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (isTabbyError(error) && error.name !== 'TabbyToolRunError') {
      // Not enumerable, because it is the prompt. Configurable, because the user's fetch may throw one error twice.
      Object.defineProperty(error, 'transcript', { value: readTranscript(record), configurable: true })
    }
    throw error
  }
}

async function* takeSteps(
  params: ChatCompletionParams,
  options: StepOptions,
  record: RunRecord,
  ask: AskModel,
): AsyncGenerator<ToolEvent, ToolRun, undefined> {
  const { tools, maxSteps = 10, signal } = options
  const { messages } = record
  const steps: ToolStep[] = []
  let usage: Usage | undefined
  for (;;) {
    signal?.throwIfAborted()
    const given = yield* ask({ ...params, messages, tools })
    const answer = options.splitReasoning === false ? given : splitReasoning(given, options.splitReasoning)
    const { message, calls } = readReply(answer, messages)
    const text = message.content ?? ''
    if (!calls.length) requireNoUnreadCall(text, params, tools, messages)
    messages.push(message)
    if (calls.length && steps.length + 1 >= maxSteps) {
      const sentence = `The model is still calling tools after ${maxSteps} steps: raise maxSteps, or continue from the transcript`
      throw new TabbyToolRunError(sentence, { reason: 'step-limit', transcript: messages })
    }
    const step: ToolStep = { answer, results: calls.length ? yield* takeCalls(calls, options, record) : [] }
    steps.push(step)
    usage = addUsage(usage, answer.usage)
    await callOnStep(step, options, record)
    yield { type: 'step', step }
    if (!calls.length) return { text, answer, messages, steps, usage }
  }
}

/** Runs the calls of a step, and adds their results to the conversation. */
async function* takeCalls(
  calls: readonly ToolCall[],
  options: StepOptions,
  record: RunRecord,
): AsyncGenerator<ToolEvent, readonly ToolResult[], undefined> {
  const { signal } = options
  const results: (ToolResult | undefined)[] = Array.from({ length: calls.length })
  record.results = results
  const run = { options, signal, readTranscript: () => readTranscript(record) }
  for await (const result of runCalls(calls, run, results)) yield { type: 'tool-result', result }
  signal?.throwIfAborted()
  record.messages.push(...readTranscript({ messages: [], results }))
  record.results = []
  return results as ToolResult[]
}

async function callOnStep(step: ToolStep, { onStep, signal }: StepOptions, record: RunRecord): Promise<void> {
  if (!onStep) return
  try {
    await orAbort(Promise.resolve(onStep(step, readTranscript(record))), signal)
  } catch (cause) {
    const message = 'The onStep function threw, which ended the run: its cause is what was thrown'
    throw new TabbyToolRunError(message, { reason: 'tool-error', transcript: record.messages, cause })
  }
}

/** The reasons that servers give for a reply that ended with a call. */
const callReasons = new Set<unknown>(['tool_calls', 'tool_call', 'tool_use', 'function_call'])

/** Reads what the model wrote, and which tools it calls. */
function readReply(answer: ChatCompletion, transcript: readonly ChatMessage[]) {
  const choice = answer.choices[0]
  const calls: readonly ToolCall[] = choice?.message.tool_calls ?? []
  const fail = (message: string): never => {
    throw new TabbyToolRunError(message, { reason: 'malformed-call', transcript })
  }
  if (!calls.every((call) => call.function.name)) fail('The response has a tool call without the name of a function')
  if (choice && (calls.length || !callReasons.has(choice.finish_reason))) return { message: choice.message, calls }
  // Recordings chat_tools_malformed_call and chat_tools_cut_by_length.
  const cut = choice?.eos_reason === 'max_new_tokens' ? ': it was cut off by max_tokens' : ''
  return fail(`The model wrote a tool call that the server could not read${cut}`)
}

/** Refuses a reply that is a call, which a server without a `tool_format` for the model leaves in the text. */
function requireNoUnreadCall(
  text: string,
  { tool_choice }: ChatCompletionParams,
  tools: ToolRunOptions['tools'],
  transcript: readonly ChatMessage[],
): void {
  const names = tools.map((tool) => tool.function.name)
  if (!findUnreadCall(text, names)) return
  const problem = 'The model wrote a tool call, and the server left it in the text without reading it'
  const message =
    tool_choice === 'none'
      ? `${problem}, because tool_choice is "none": leave it out to have tools run`
      : `${problem}: set tool_format for this model, in the tabby_config.yml of its folder or the server's model ` +
        'configuration, and load the model again'
  throw new TabbyToolRunError(message, { reason: 'unread-call', transcript, text })
}
