import { renderPrompt, TemplateError } from '../../engine/prompt/render-prompt.js'
import { endText } from '../../engine/tokenizer/special-tokens.js'
import { refuse } from '../../http/reply.js'
import { weighValue } from '../../json/weigh-value.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import type { ChatCompletionRequest, ChatMessage } from './chat-request.js'
import { fetchImage } from './fetch-image.js'

/** Tokens that one image takes in the prompt (chat_vision_png_ok). */
const imageTokens = '<|image|>'.repeat(16)

/**
 * The text of a message as the template gets it. A text part without text is the server's 500
 * (chat_content_part_text_null).
 */
export function messageText(message: ChatMessage, vision: boolean): string | null {
  if (message.content === null || typeof message.content === 'string') return message.content
  const texts = message.content.map((part) => {
    if (part.type === 'text') {
      if (part.text === null) throw new TypeError('a text part has no text')
      return part.text
    }
    // A model that does not see drops images silently (chat_content_part_image_on_textonly_model).
    if (!vision || part.image_url === null) return ''
    fetchImage(part.image_url.url)
    return imageTokens
  })
  return texts.join('')
}

/** Messages as the template gets them: plain texts, and tool calls with their arguments parsed. */
export function templateMessages(messages: readonly ChatMessage[], vision: boolean): Record<string, unknown>[] {
  return messages.map((message) => ({
    ...message,
    content: messageText(message, vision),
    tool_calls: message.tool_calls?.map((call) => ({
      ...call,
      function: { ...call.function, arguments: parseArguments(call.function.arguments) },
    })),
  }))
}

function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Renders the prompt of a chat completion; throws the refusals of the template and of the fields that shape it. */
export function renderChatPrompt(body: ChatCompletionRequest, model: LoadedModel): string {
  if (!model.template) refuse(422, 'Chat completions are disabled because a prompt template is not set.')
  const { add_generation_prompt: addPrompt, continue_final_message: continues } = body
  if (continues && addPrompt) refuse(422, 'continue_final_message requires add_generation_prompt to be false')
  const last = body.messages.at(-1)
  if (continues && last?.role !== 'assistant') {
    refuse(422, 'continue_final_message requires the last message to be from the assistant')
  }
  requireRenderable([body.messages, body.tools, body.functions, body.template_vars])
  const messages = templateMessages(body.messages, model.vision)
  const variables = {
    // A null has no members to spread over: the server's 500 (section of nulls: template_vars).
    ...requireDictionary(body.template_vars),
    ...(body.enable_thinking === null && body.reasoning?.enabled == null
      ? {}
      : { enable_thinking: body.enable_thinking ?? body.reasoning?.enabled }),
    ...(body.reasoning_effort === null && body.reasoning?.effort == null
      ? {}
      : { reasoning_effort: body.reasoning_effort ?? body.reasoning?.effort }),
    ...(body.verbosity === null ? {} : { verbosity: body.verbosity }),
    messages,
    tools: body.tools,
    functions: body.functions,
    add_generation_prompt: addPrompt ?? false,
    bos_token: '',
    eos_token: model.definition.eosToken ?? endText,
  }
  const prompt = renderOrRefuse(model.template.source, variables)
  if (continues) return continueFinalMessage(prompt, messages.at(-1)?.content)
  return body.response_prefix && addPrompt ? prompt + body.response_prefix : prompt
}

/** Values that a template may have to go through: it does so in one go. */
const mostValues = 50_000

/** Throws, which is a 500, when a template would take too long with what it is given. */
export function requireRenderable(given: unknown): void {
  if (weighValue(given, mostValues, Infinity) > mostValues) throw new RangeError('the prompt has too many values')
}

function renderOrRefuse(source: string, variables: Record<string, unknown>): string {
  try {
    return renderPrompt(source, variables)
  } catch (error) {
    if (error instanceof TemplateError) refuse(400, `TemplateError: ${error.message}`)
    throw error
  }
}

/** Leaves the last message open, so that the model goes on with it. */
function continueFinalMessage(prompt: string, content: unknown): string {
  const text = typeof content === 'string' ? content.trim() : ''
  const at = prompt.lastIndexOf(text)
  return text === '' || at < 0 ? prompt : prompt.slice(0, at + text.length)
}

function requireDictionary(value: Record<string, unknown> | null): Record<string, unknown> {
  if (value === null) throw new TypeError('template_vars is null')
  return value
}
