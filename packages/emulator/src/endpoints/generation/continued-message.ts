import { refuse } from '../../http/reply.js'
import { randomHex } from '../../state/random-hex.js'
import type { ChatMessage } from './chat-request.js'

/** Messages of which the last is to be continued. */
interface ContinuedMessages {
  /** To be rendered: the end of the last message is marked. */
  readonly messages: readonly ChatMessage[]
  /** Cuts a prompt of these messages off where the last one ends, without what the template writes behind it. */
  cut(prompt: string): string
}

/** Gets the last message ready to be continued. It may be anybody's, but must have a text (continue_checks__continue_user). */
export function continueLast(messages: readonly ChatMessage[]): ContinuedMessages {
  const last = messages.at(-1)
  if (!last) return refuseContinuation('there are no messages to continue')
  const { content } = last
  if (content === null) return refuseContinuation('the final message has no content to continue')
  const said = typeof content === 'string' ? content : lastText(content)
  if (said === undefined) return refuseContinuation('the final message has no text content to continue')
  // The blank at its end shows whether the template trims messages.
  const mark = `continued${randomHex()}`
  const text = `${mark} `
  const marked =
    typeof content === 'string' ? content + text : [...content, { type: 'text' as const, text, image_url: null }]
  return {
    messages: [...messages.slice(0, -1), { ...last, content: marked }],
    cut(prompt) {
      const at = prompt.lastIndexOf(mark)
      if (at < 0 || !prompt.includes(said.trim())) {
        const why = 'The prompt template may rewrite or drop the final message.'
        return refuseContinuation(`the final message does not appear in the rendered prompt. ${why}`)
      }
      const begun = prompt.slice(0, at)
      return prompt.startsWith(text, at) ? begun : begun.trimEnd()
    },
  }
}

function lastText(parts: Exclude<ChatMessage['content'], string | null>): string | undefined {
  const texts = parts.flatMap(({ type, text }) => (type === 'text' && text !== null ? [text] : []))
  return texts.at(-1)
}

function refuseContinuation(why: string): never {
  return refuse(422, `continue_final_message is set but ${why}`)
}
