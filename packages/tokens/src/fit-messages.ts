import { type ChatMessage, type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/require-params'
import { countTokens } from './count-tokens.js'
import { readPromptLimit } from './read-prompt-limit.js'

/**
 * A conversation, and the reply that it must leave room for: the fields of the chat that follows. A variable with all
 * parameters of a chat may be given; its other fields do not count.
 */
export interface FitMessagesParams {
  /** The conversation, oldest message first. */
  messages: readonly ChatMessage[]
  /** Tokens to keep free for the reply. */
  max_tokens: number
  /** The tools of the chat. They count where the model's template writes them. */
  tools?: readonly object[] | null | undefined
  /** Variables for the prompt template. */
  template_vars?: Record<string, unknown> | null | undefined
}

/** Options of `fitMessages`. */
export interface FitMessagesOptions extends TabbyRequestOptions {
  /**
   * Writes one message that stands for all turns that go; without it they just go. When what it wrote is too long, more
   * turns go and it is called again with all of them. Give the message a role other than `system` and `developer`, if
   * the template takes it there: then it is part of the oldest turn when the conversation must be fitted again, and
   * summaries do not pile up. `signal` is that of the call.
   */
  summarize?:
    | ((dropped: ChatMessage[], call: { signal: AbortSignal | undefined }) => ChatMessage | Promise<ChatMessage>)
    | undefined
  /** Tokens to keep free for the summary. Default 256. A longer one costs further turns. */
  summaryTokens?: number | undefined
  /**
   * Tokens to keep free for the opening of the reply, which the server does not count. Default 16: ChatML takes
   * 3, and an opening with empty reasoning 7.
   */
  openingTokens?: number | undefined
}

/** A conversation that fits. */
export interface FittedMessages {
  /** What is left, in the same order; a summary stands where the first dropped turn stood. */
  messages: ChatMessage[]
  /** What has gone, oldest first. */
  dropped: ChatMessage[]
  /** What `summarize` wrote. */
  summary: ChatMessage | undefined
  /** Tokens of what is left, as the server counted them. */
  tokens: number
  /** The most tokens that fit. */
  limit: number
}

/**
 * Drops the oldest turns of a conversation, or replaces them with a summary, until it fits into the context with room
 * for the reply.
 *
 * `GET /v1/model` for the limits, and `POST /v1/token/encode` for each count: two requests when nothing must go, and
 * for `n` turns at most `log2(n) + 4`, because it searches by halves; a summary is one more, and one that was too long
 * another search. What fits is the least of `max_seq_len - max_tokens`, `cache_size - max_tokens` and
 * `cache_size - chunk_size + 1`: with output chunking, which is the default, the server keeps one chunk of cache free
 * beside the prompt.
 *
 * A turn is a user's message with all that follows it, so calls of tools stay with their results. Messages of the roles
 * `system` and `developer` stay, and so does the last turn. Images count as in the chat: not at all for a model that
 * does not see, which drops them; the others look at them again for each count.
 *
 * @param params - The messages, and the fields of the chat that count.
 * @param options - How turns are summarised; signal, timeout and retries of each request.
 * @returns The messages that fit, and those that have gone.
 * @throws TabbyRequestError when an option or a count is not valid, when the system messages and the last turn alone
 * are too long, with a summary or without, and when the context has no room for a prompt beside the reply.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded, `validation_error` when the model has
 * no prompt template, and `server_error` when its template fails on the messages.
 *
 * @example
 * ```ts
 * import { type ChatMessage, createTabbyClient, requestJson } from '@tabby/core'
 * import { fitMessages } from '@tabby/tokens'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const history: ChatMessage[] = [
 *   { role: 'system', content: 'You are brief.' },
 *   { role: 'user', content: 'How are you?' },
 * ]
 * const { messages, dropped } = await fitMessages(client, { messages: history, max_tokens: 500 })
 * if (dropped.length > 0) console.log(`forgot ${dropped.length} messages`)
 * await requestJson(client, { path: '/v1/chat/completions', body: { messages, max_tokens: 500 } })
 * ```
 */
export async function fitMessages(
  client: TabbyClient,
  params: FitMessagesParams,
  options?: FitMessagesOptions,
): Promise<FittedMessages> {
  requireParams('fitMessages', params)
  const settings = options ?? {}
  const problem = readFitProblem(params, settings)
  if (problem) throw new TabbyRequestError(`fitMessages: ${problem}`)
  const { messages, max_tokens: answer, tools } = params
  const { summarize, summaryTokens = 256, openingTokens = 16, ...call } = settings
  const limit = await readPromptLimit(client, { answer, opening: openingTokens }, call)
  const turns = splitTurns(messages)
  const last = turns.reduce((latest, turn) => (turn === Infinity ? latest : turn), 0)
  const template_vars = { ...params.template_vars, ...(tools && { tools }) }
  // Before the first turn there are only system messages, which stay: its place is the same before and after.
  const start = turns.indexOf(0)
  const keep = (gone: number, summary?: ChatMessage): ChatMessage[] => {
    const kept = messages.filter((_, index) => turns[index]! >= gone)
    return summary ? [...kept.slice(0, start), summary, ...kept.slice(start)] : kept
  }
  const drop = (gone: number) => messages.filter((_, index) => turns[index]! < gone)
  let gone = 0
  let summary: ChatMessage | undefined
  const count = (turn: number) => countTokens(client, { text: keep(turn, summary), template_vars }, call)
  let tokens = await count(gone)
  while (tokens > limit) {
    if (gone === last) throw new TabbyRequestError(explain(tokens, limit, summary))
    // The room for a summary is a guess, until there is one.
    const room = summarize && !summary ? summaryTokens : 0
    ;[gone, tokens] = await findFit(gone + 1, last, limit - room, count)
    if (!summarize || tokens > limit) continue
    summary = await summarize(drop(gone), { signal: call.signal })
    call.signal?.throwIfAborted()
    if (typeof summary !== 'object' || summary === null) {
      throw new TabbyRequestError('fitMessages: summarize must return a chat message')
    }
    tokens = await count(gone)
  }
  return { messages: keep(gone, summary), dropped: drop(gone), summary, tokens, limit }
}

function explain(tokens: number, limit: number, summary: ChatMessage | undefined): string {
  const what = summary ? 'the system messages, the summary and the last turn' : 'the system messages and the last turn'
  return `${what} have ${tokens} tokens, and ${limit} fit`
}

/**
 * Gives each message the number of its turn. A turn begins with a user's message, and what stands before the first one
 * belongs to it; so a call of a tool is never parted from its result. A system message belongs to none: infinity.
 */
function splitTurns(messages: readonly ChatMessage[]): number[] {
  let turn = -1
  return messages.map(({ role = 'user' }) => {
    if (role === 'system' || role === 'developer') return Infinity
    if (role === 'user') turn += 1
    return Math.max(turn, 0)
  })
}

/**
 * Finds the smallest of the numbers from `low` to `last` whose count is within the limit, by halves, and that count.
 * When none is, or only the last, it is the last: `log2(last - low + 1) + 1` counts at most.
 */
async function findFit(
  low: number,
  last: number,
  limit: number,
  count: (value: number) => Promise<number>,
): Promise<[value: number, count: number]> {
  let high = last
  let counted: number | undefined
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const tokens = await count(middle)
    if (tokens > limit) low = middle + 1
    else [high, counted] = [middle, tokens]
  }
  return [high, counted ?? (await count(high))]
}

/** Returns why messages cannot be fitted with these values, if there is a reason. It never quotes a value. */
export function readFitProblem(
  { messages, max_tokens }: FitMessagesParams,
  { summarize, summaryTokens, openingTokens }: FitMessagesOptions,
): string | undefined {
  if (!Array.isArray(messages) || !messages.every((message) => typeof message === 'object' && message !== null)) {
    return 'messages must be a list of chat messages'
  }
  if (!isCount(max_tokens)) return 'max_tokens must be a whole number of tokens to keep free for the reply, 0 or more'
  for (const [name, count] of Object.entries({ summaryTokens, openingTokens })) {
    if (count !== undefined && !isCount(count)) return `${name} must be a whole number of tokens, 0 or more`
  }
  return summarize === undefined || typeof summarize === 'function' ? undefined : 'summarize must be a function'
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
