import type { ChatMessage, TabbyClient } from '@tabby/core'
import { decodeTokens, encodeTokens } from '@tabby/tokens'
import { chatWords } from '../../words/chat-words.js'

/** A token of a prompt. */
export interface PromptToken {
  id: number
  text: string
}

/** What the model gets: the messages as the template writes them, token by token. */
export interface PromptTokens {
  tokens: PromptToken[]
  /** Tokens of each message, in their order; undefined for one that the template has changed or left out. */
  counts: (number | undefined)[]
}

/** Texts that hardly occur in a prompt, and that the tokenizer of any model can write. */
const separators = ['\u241E\u241F\u241E', '\u2980\u2982\u2980', '\n@@|@@|@@\n']

/**
 * Reads the prompt of a conversation, without the opening of the reply. It takes two or three requests however long the
 * prompt is: all tokens are decoded at once, with a separator between them.
 *
 * @throws Error if the texts of the tokens cannot be told apart, which takes a prompt that contains all separators.
 */
export async function readPromptTokens(
  client: TabbyClient,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<PromptTokens> {
  const { tokens: ids } = await encodeTokens(client, { text: messages }, { signal })
  for (const separator of separators) {
    const { tokens: between } = await encodeTokens(client, { text: separator, add_bos_token: false }, { signal })
    const joined = [...between, ...ids.flatMap((id) => [id, ...between])]
    const { text } = await decodeTokens(client, { tokens: joined, decode_special_tokens: true }, { signal })
    const { text: written } = await decodeTokens(client, { tokens: between }, { signal })
    const texts = text.split(written.trim())
    if (texts.length !== ids.length + 2) continue
    const tokens = texts.slice(1, -1).map((each, place) => ({ id: ids[place]!, text: each }))
    return { tokens, counts: countMessages(tokens, messages) }
  }
  throw new Error(chatWords.theTextsOfTheTokens)
}

/** Finds the text of each message in the prompt, one after the other, and counts the tokens that it takes. */
export function countMessages(
  tokens: readonly PromptToken[],
  messages: readonly ChatMessage[],
): (number | undefined)[] {
  const prompt = tokens.map(({ text }) => text).join('')
  const ends: number[] = []
  for (const { text } of tokens) ends.push((ends.at(-1) ?? 0) + text.length)
  let from = 0
  return messages.map(({ content }) => {
    const text = typeof content === 'string' ? content.trim() : ''
    const start = text ? prompt.indexOf(text, from) : -1
    if (start < 0) return undefined
    from = start + text.length
    const first = ends.findIndex((end) => end > start)
    const last = ends.findIndex((end) => end >= from)
    return last - first + 1
  })
}
