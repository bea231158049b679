import { TabbyRequestError, type TabbyStream } from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatChunkChoice, ChatCompletionChunk } from '../chat-completion-chunk.js'
import { createChunkReader } from '../deltas/create-chunk-reader.js'
import { mapStream } from '@tabby/kit/streams/map-stream'
import { requireStream } from '@tabby/kit/streams/require-stream'
import { createTagReader, type TagReader } from './create-tag-reader.js'

/** Options of `splitReasoning`. */
export interface SplitReasoningOptions {
  /** What reasoning begins with. Default `<think>`. */
  readonly startTag?: string | undefined
  /** What reasoning ends with. Default `</think>`. */
  readonly endTag?: string | undefined
  /**
   * Whether the template has already written the start tag into the prompt, so that the reply has only the end tag.
   * With `'unknown'` the end tag decides: a stream then holds back all text until the tag arrives or the reply ends.
   * Default `'unknown'` for a whole reply, `false` for a stream, which would otherwise stall.
   */
  readonly startsInside?: boolean | 'unknown' | undefined
}

/**
 * Moves reasoning out of the text if the server left it there, because it has no parser for the model's reasoning.
 *
 * Makes no requests. A model that was loaded over the API, without a `tabby_config.yml` in its folder, writes
 * `<think>...</think>` and the text into one `content`. They become `reasoning_content` and `content`, as from a server
 * with a parser, even if a tag is split over two chunks. Only reasoning at the beginning of a reply counts: a later tag
 * is text about tags. Text without a tag, and replies whose reasoning the server has already split, stay as they are.
 * If reasoning never ends, the whole reply is reasoning.
 *
 * Some templates end the prompt with the start tag, so the reply has only the end tag. A whole reply is split there
 * too, unless the end tag is quoted; a stream needs `startsInside`, because its text would be passed on before the end
 * tag arrives.
 *
 * A chunk with the end of reasoning and the beginning of text becomes two.
 *
 * @param answer - A whole reply, or a stream of chunks from `streamChatCompletion` or anything else that yields them.
 * @param options - The tags, if they are not the default ones, and where reasoning begins.
 * @returns The input with reasoning moved: a copy of the reply, or the chunks.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
 * @throws Whatever the stream throws; the `partial` of an error is what the server sent, not split.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { collectChatCompletion, splitReasoning, streamChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * const { choices } = await collectChatCompletion(splitReasoning(stream))
 * console.log(choices[0]?.message.reasoning_content, choices[0]?.message.content)
 * ```
 */
export function splitReasoning(answer: ChatCompletion, options?: SplitReasoningOptions): ChatCompletion
export function splitReasoning(
  answer: AsyncIterable<ChatCompletionChunk>,
  options?: SplitReasoningOptions,
): TabbyStream<ChatCompletionChunk>
export function splitReasoning(
  answer: ChatCompletion | AsyncIterable<ChatCompletionChunk>,
  options: SplitReasoningOptions = {},
) {
  const { startTag = '<think>', endTag = '</think>', startsInside } = options ?? {}
  for (const [name, tag] of Object.entries({ startTag, endTag })) {
    // An empty tag is found everywhere, so no text would ever be read.
    if (typeof tag !== 'string' || tag === '') refuse(name, 'a string of at least one character')
  }
  if (startsInside !== undefined && typeof startsInside !== 'boolean' && startsInside !== 'unknown') {
    refuse('startsInside', "true, false or 'unknown'")
  }
  if (typeof answer === 'object' && answer !== null && 'choices' in answer) {
    return splitAnswer(answer, () => createTagReader(startTag, endTag, startsInside ?? 'unknown'))
  }
  requireStream('splitReasoning', answer)
  return splitPieces(answer, () => createTagReader(startTag, endTag, startsInside))
}

function refuse(name: string, expected: string): never {
  throw new TabbyRequestError(`The option ${name} of splitReasoning is not valid: it must be ${expected}`)
}

function splitAnswer(answer: ChatCompletion, open: () => TagReader): ChatCompletion {
  const choices = answer.choices.map((choice) => {
    const { content, reasoning_content } = choice.message
    if (!content || reasoning_content) return choice
    const [reasoning, text] = open()(content, true)
    if (text === content) return choice
    // Text of only spaces is null in the server's own replies.
    const parts = { reasoning_content: reasoning || null, content: text.trim() ? text : null }
    return { ...choice, message: { ...choice.message, ...parts } }
  })
  return { ...answer, choices }
}

function splitPieces(stream: AsyncIterable<ChatCompletionChunk>, open: () => TagReader) {
  const readChunk = createChunkReader()
  // A map, because what a server writes into `index` must not become a property.
  const readers = new Map<number, TagReader>()
  let last: ChatCompletionChunk | undefined
  const addValues = (event: ChatCompletionChunk, chunks: ChatCompletionChunk[]) => {
    const chunk = readChunk(event)
    if (!chunk) return
    last = chunk
    for (const choice of chunk.choices) {
      const { index, delta, finish_reason } = choice
      let read = readers.get(index)
      if (delta.reasoning_content || !read) readers.set(index, (read = delta.reasoning_content ? passOn : open()))
      const [reasoning, text] = read(delta.content ?? '', !!finish_reason)
      if (reasoning)
        chunks.push(withDelta(chunk, { index, delta: { reasoning_content: reasoning }, finish_reason: null }))
      const { content: _content, ...rest } = delta
      const news = { ...choice, delta: text ? { ...rest, content: text } : rest }
      const hasNews = text || !reasoning || !!finish_reason || Object.keys(rest).length > 0 || chunk.usage
      if (hasNews) chunks.push({ ...chunk, choices: [news] })
    }
    if (!chunk.choices.length) chunks.push(chunk)
  }
  // Text that is waiting for the rest of a tag when a source ends without a finish_reason.
  return mapStream(stream, addValues, (chunks) => {
    for (const [index, read] of readers) {
      const [reasoning, text] = read('', true)
      if (reasoning) {
        chunks.push(withDelta(last!, { index, delta: { reasoning_content: reasoning }, finish_reason: null }))
      }
      if (text) chunks.push(withDelta(last!, { index, delta: { content: text }, finish_reason: null }))
    }
  })
}

const passOn: TagReader = (text) => ['', text]

function withDelta({ usage: _usage, ...chunk }: ChatCompletionChunk, choice: ChatChunkChoice): ChatCompletionChunk {
  return { ...chunk, choices: [choice] }
}
