import { type ChatMessage, type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/to-body'
import { countTokens } from './count-tokens.js'
import { getPromptLimit } from './get-prompt-limit.js'

/**
 * A conversation, and the reply that it must leave room for. You can pass all the parameters of the chat; its other
 * fields are ignored.
 */
export interface FitMessagesParams {
  /** The conversation, oldest message first. */
  messages: readonly ChatMessage[]
  /** Tokens to keep free for the reply. */
  max_tokens: number
  /** The tools of the chat. They count if the model's template writes them. */
  tools?: readonly object[] | null | undefined
  /** Variables for the prompt template. */
  template_vars?: Record<string, unknown> | null | undefined
}

/** Options of `fitMessages`. */
export interface FitMessagesOptions extends TabbyRequestOptions {
  /**
   * Writes one message that replaces all dropped turns; without it they are simply dropped. If the message is too long,
   * more turns are dropped and it is called again with all of them. Give the message a role other than `system` and
   * `developer`, if the template accepts it there: it then belongs to the oldest turn when the conversation has to be
   * fitted again, and summaries do not pile up. `signal` is that of the call.
   */
  summarize?:
    | ((dropped: ChatMessage[], call: { signal: AbortSignal | undefined }) => ChatMessage | Promise<ChatMessage>)
    | undefined
  /** Tokens to keep free for the summary. Default 256. For a longer summary, more turns are dropped. */
  summaryTokens?: number | undefined
  /**
   * Tokens to keep free for the opening of the reply, which the server does not count. Default 16: ChatML takes
   * 3, and an opening with empty reasoning 7.
   */
  openingTokens?: number | undefined
}

/** A conversation that fits. */
export interface FittedMessages {
  /** The messages that are left, in the same order; a summary takes the place of the first dropped turn. */
  messages: ChatMessage[]
  /** The messages that were dropped, oldest first. */
  dropped: ChatMessage[]
  /** What `summarize` wrote. */
  summary: ChatMessage | undefined
  /** Tokens of the messages that are left, as the server counted them. */
  tokens: number
  /** The most tokens that fit. */
  limit: number
}

/**
 * Drops the oldest turns of a conversation, or replaces them with a summary, until it fits into the context with room
 * for the reply.
 *
 * `GET /v1/model` for the limits, and `POST /v1/token/encode` for each count: two requests if nothing has to be
 * dropped, and at most `log2(n) + 4` for `n` turns, because it is a binary search; a summary takes one more, and a
 * summary that is too long another search. The limit is the smallest of `max_seq_len - max_tokens`, `cache_size -
 * max_tokens` and `cache_size - chunk_size + 1`: with output chunking, which is the default, the server keeps one chunk
 * of cache free beside the prompt.
 *
 * A turn is a user message with everything that follows it, so tool calls stay with their results. Messages with the
 * roles `system` and `developer` stay, and so does the last turn. Images count as in the chat: not at all for a model
 * without vision, which drops them; a model with vision processes them again for each count.
 *
 * @param params - The messages, and the fields of the chat that count.
 * @param options - How turns are summarised; signal, timeout and retries of each request.
 * @returns The messages that fit, and those that were dropped.
 * @throws TabbyRequestError when an option or a count is not valid, when the system messages and the last turn alone
 * are too long, with or without a summary, and when the context has no room for a prompt beside the reply.
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
  const { messages, max_tokens, tools } = params
  const { summarize, summaryTokens = 256, openingTokens = 16, ...call } = settings
  const limit = await getPromptLimit(client, { max_tokens, openingTokens }, call)
  const turns = splitTurns(messages)
  const last = turns.reduce((latest, turn) => (turn === Infinity ? latest : turn), 0)
  const template_vars = { ...params.template_vars, ...(tools && { tools }) }
  // Before the first turn there are only system messages, which stay, so its position does not change.
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
    // The room for a summary is a guess until there is one.
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
 * Gives each message the number of its turn. A turn begins with a user message, and anything before the first one
 * belongs to it, so a tool call is never separated from its result. A system message belongs to no turn: infinity.
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
 * Finds, by binary search, the smallest number from `low` to `last` whose count is within the limit, and that count. If
 * there is none, or only the last, it returns the last: at most `log2(last - low + 1) + 1` counts.
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
