import { countInTurns } from '../../engine/tokenizer/encode-text.js'
import type { RequestContext } from '../../http/endpoint.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { createTurn, type Turn } from '../../time/turn.js'
import { askScript } from './ask-script.js'
import { beginsInReasoning, type ChatPrompt, messageWords } from './chat-prompt.js'
import type { ChatCompletionRequest } from './chat-request.js'
import { GenerationFailure } from './generation-failure.js'
import { countChoices, limitTokens, planJobs, type PlannedJob, requireContext } from './planned-job.js'

/** A chat completion that is ready to be generated. */
export interface ChatPlan {
  readonly jobs: readonly PlannedJob[]
  /** The prompt ends within reasoning. */
  readonly beginsInReasoning: boolean
}

/** Renders the prompt, counts it, and plans one job per choice. */
export async function planChat(
  { server, signal }: Pick<RequestContext, 'server' | 'signal'>,
  model: LoadedModel,
  body: ChatCompletionRequest,
  prompt: ChatPrompt,
): Promise<ChatPlan> {
  const promptTokens = await countPrompt(prompt.text, body, createTurn(signal))
  // The model answers the last turn that is not its own (chat_assistant_tool_call_no_id, chat_continue_final_message).
  const turn = [...body.messages].reverse().find((message) => message.role !== 'assistant') ?? body.messages.at(-1)
  requireContext({ promptTokens, maxTokens: limitTokens(model, promptTokens, body.max_tokens) }, model)
  const instruction = turn ? messageWords(turn) : ''
  const tools = (body.tools ?? []).map((tool) => tool.function)
  const plan = planJobs(server, model, body, {
    promptTokens,
    asked: {
      ...(await askScript(server, body, { instruction, role: turn?.role, tools })),
      instruction,
      afterTool: turn?.role === 'tool',
      prompt: prompt.text,
      tools,
      ...readBudget(body),
    },
  })
  const job = plan(body.max_tokens)
  const tags = model.definition.reasoning
  return {
    jobs: Array.from({ length: countChoices(body.n, 1) }, () => job),
    beginsInReasoning: tags !== undefined && beginsInReasoning(prompt, tags),
  }
}

async function countPrompt(prompt: string, body: ChatCompletionRequest, turn: Turn): Promise<number> {
  try {
    return await countInTurns(prompt, { addBegin: body.add_bos_token !== false, encodeSpecial: true }, turn)
  } catch (cause) {
    // While a stream is prepared nobody catches this: 500; plain it is a failed generation
    // (http_lone_surrogate_in_content).
    if (body.stream) throw cause
    throw new GenerationFailure('the prompt cannot be encoded', { cause })
  }
}

function readBudget(body: ChatCompletionRequest): { reasoningBudget?: number; reasoningBudgetMessage: string } {
  const budget = body.reasoning_budget_tokens ?? body.reasoning?.max_tokens ?? null
  const reasoningBudgetMessage = body.reasoning_budget_message ?? ''
  return budget === null ? { reasoningBudgetMessage } : { reasoningBudget: budget, reasoningBudgetMessage }
}
