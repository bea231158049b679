import { renderPrompt, TemplateError } from '../../engine/prompt/render-prompt.js'
import { endText } from '../../engine/tokenizer/special-tokens.js'
import { refuse } from '../../http/reply.js'
import { weighValue } from '../../json/weigh-value.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import type { ServerState } from '../../state/server-state.js'
import type { ChatCompletionRequest, ChatMessage } from './chat-request.js'
import { continueLast } from './continued-message.js'
import { fetchImage, findImageSource, type ImageSource } from './fetch-image.js'

/** Tokens that one image takes in the prompt (chat_vision_png_ok). */
const imageTokens = '<|image|>'.repeat(16)

/**
 * The text of a message as the template gets it; without a source of images the model has no vision. A text part
 * without text is the server's 500 (chat_content_part_text_null).
 */
async function takeInMessage(message: ChatMessage, source: ImageSource | undefined): Promise<string | null> {
  if (message.content === null || typeof message.content === 'string') return message.content
  let text = ''
  for (const part of message.content) {
    if (part.type === 'text') {
      if (part.text === null) throw new TypeError('a text part has no text')
      text += part.text
      // A model that does not see drops images silently (chat_content_part_image_on_textonly_model).
    } else if (source) {
      if (part.image_url === null) throw new TypeError('an image part has no image')
      await fetchImage(part.image_url.url, source)
      text += imageTokens
    }
  }
  return text
}

/** The words of a message, without its images. */
export function messageWords({ content }: ChatMessage): string {
  return typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('')
}

/** Messages as the template gets them: plain texts, tool calls with their arguments parsed, and nothing that is null. */
export async function templateMessages(
  messages: readonly ChatMessage[],
  source: ImageSource | undefined,
): Promise<Record<string, unknown>[]> {
  const taken: Record<string, unknown>[] = []
  for (const message of messages) {
    const content = await takeInMessage(message, source)
    const calls = message.tool_calls?.map((call) =>
      withoutNulls({ ...call, function: { ...call.function, arguments: parseArguments(call.function.arguments) } }),
    )
    taken.push(withoutNulls({ ...message, content, tool_calls: calls ?? null }))
  }
  return taken
}

/** A template asks whether a member is there: what is null is not. */
function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
}

function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Renders the prompt of a chat completion; throws the refusals of the template and of the fields that shape it. */
export async function renderChatPrompt(
  body: ChatCompletionRequest,
  model: LoadedModel,
  { server, signal }: { server: ServerState; signal: AbortSignal },
): Promise<ChatPrompt> {
  if (!model.template) refuse(422, 'Chat completions are disabled because a prompt template is not set.')
  const { add_generation_prompt: addPrompt, continue_final_message: continues } = body
  if (continues && addPrompt) refuse(422, 'continue_final_message requires add_generation_prompt to be false')
  const continued = continues ? continueLast(body.messages) : undefined
  requireRenderable([body.messages, body.tools, body.functions, body.template_vars])
  const messages = await templateMessages(
    continued?.messages ?? body.messages,
    findImageSource({ ...server, model }, signal),
  )
  const variables = {
    ...(body.enable_thinking === null && body.reasoning?.enabled == null
      ? {}
      : { enable_thinking: body.enable_thinking ?? body.reasoning?.enabled }),
    ...(body.reasoning_effort === null && body.reasoning?.effort == null
      ? {}
      : { reasoning_effort: body.reasoning_effort ?? body.reasoning?.effort }),
    ...(body.verbosity === null ? {} : { verbosity: body.verbosity }),
    // What the template is given by name wins over the fields (vars_precedence__vars_and_flat). A null has no members
    // to spread over: the server's 500.
    ...requireDictionary(body.template_vars),
    messages,
    tools: body.tools,
    functions: body.functions,
    add_generation_prompt: addPrompt ?? false,
    bos_token: '',
    eos_token: model.definition.eosToken ?? endText,
  }
  const prompt = await renderOrRefuse(model.template.source, variables)
  const prefix = addPrompt || continues ? (body.response_prefix ?? '') : ''
  const last = continued && body.messages.at(-1)
  return {
    text: (continued?.cut(prompt) ?? prompt) + prefix,
    begun: prefix.length + (last ? messageWords(last).length : 0),
  }
}

/** A prompt that is to be completed. */
export interface ChatPrompt {
  readonly text: string
  /** Characters at its end that the request gave: the message that is continued, and the response prefix. */
  readonly begun: number
}

/** Characters that a template may write behind the tag with which reasoning begins. */
const longestOpening = 256

/**
 * Whether a reply to this prompt begins within reasoning: the last tag is a start tag that stands near the end, with no
 * other tag behind it but in what the request gave (think_detect__prefix_think_on, think_detect__continue_think).
 */
export function beginsInReasoning(
  { text, begun }: ChatPrompt,
  { startToken, endToken }: { startToken: string; endToken: string },
): boolean {
  const at = text.lastIndexOf(startToken)
  if (at <= text.lastIndexOf(endToken)) return false
  const behind = at + startToken.length
  if (text.length - behind > longestOpening + begun) return false
  return !holdsTag(text.slice(behind, Math.max(behind, text.length - begun)), startToken)
}

/** Whether a text has something that is put in brackets as a tag is. */
function holdsTag(text: string, tag: string): boolean {
  const [open, close] = [tag.charAt(0), tag.slice(-1)]
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) {
    const inner = /^\S{1,31}/.exec(text.slice(at + 1))?.[0] ?? ''
    if (inner.indexOf(close, 1) > 0) return true
  }
  return false
}

/** Values that a template may have to go through: it does so in one go. */
const mostValues = 50_000

/** Throws, which is a 500, when a template would take too long with what it is given. */
export function requireRenderable(given: unknown): void {
  if (weighValue(given, mostValues, Infinity) > mostValues) throw new RangeError('the prompt has too many values')
}

async function renderOrRefuse(source: string, variables: Record<string, unknown>): Promise<string> {
  try {
    return await renderPrompt(source, variables)
  } catch (error) {
    if (error instanceof TemplateError) refuse(400, `TemplateError: ${error.message}`)
    throw error
  }
}

function requireDictionary(value: Record<string, unknown> | null): Record<string, unknown> {
  if (value === null) throw new TypeError('template_vars is null')
  return value
}
