import type { TabbyStream } from '@tabby/core'
import type { ChatCompletion } from '../chat-completion.js'
import type { ChatChunkChoice, ChatCompletionChunk } from '../chat-completion-chunk.js'
import { createChunkReader } from '../deltas/create-chunk-reader.js'
import { mapStream } from '../streams/map-stream.js'
import { createTagReader, type TagReader } from './create-tag-reader.js'

/** How the thoughts of a model are marked. */
export interface SplitReasoningOptions {
  /** What thoughts begin with. Default `<think>`. */
  readonly startTag?: string
  /** What thoughts end with. Default `</think>`. */
  readonly endTag?: string
  /** Whether the prompt's template has written the start tag already, so that the answer has the end tag alone. */
  readonly startsInside?: boolean
}

/**
 * Moves thoughts out of the text, where a server without a parser for the model's reasoning leaves them.
 *
 * It calls nothing itself. A model that was loaded over the API, without a `tabby_config.yml` in its folder, answers
 * `<think>...</think>` and the text in one `content` (recording chat_noparser_reasoning_raw_in_content). Here they
 * become `reasoning_content` and `content`, as a server with a parser gives them, also where a tag is torn between two
 * pieces. Only thoughts at the beginning of an answer count: a later tag is text about tags. Text that has no tag, and
 * answers whose thoughts the server has split already, stay as they are. Thoughts that never end are all thoughts.
 *
 * A piece that holds the end of thoughts and the beginning of text becomes two.
 *
 * @param answer - A whole answer, or a stream of pieces from `streamChatCompletion` or anything else that yields them.
 * @param options - Other tags.
 * @returns What was given, with thoughts in their place: a copy of the answer, or the pieces.
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
  const open = () => createTagReader(options.startTag ?? '<think>', options.endTag ?? '</think>', options.startsInside)
  return 'choices' in answer ? splitAnswer(answer, open) : splitPieces(answer, open)
}

function splitAnswer(answer: ChatCompletion, open: () => TagReader): ChatCompletion {
  const choices = answer.choices.map((choice) => {
    const { content, reasoning_content } = choice.message
    if (!content || reasoning_content) return choice
    const [thoughts, text] = open()(content, true)
    if (text === content) return choice
    // Text of spaces alone is null in the server's own answers.
    const parts = { reasoning_content: thoughts || null, content: text.trim() ? text : null }
    return { ...choice, message: { ...choice.message, ...parts } }
  })
  return { ...answer, choices }
}

function splitPieces(stream: AsyncIterable<ChatCompletionChunk>, open: () => TagReader) {
  const readChunk = createChunkReader()
  const readers: TagReader[] = []
  let last: ChatCompletionChunk | undefined
  const addValues = (event: ChatCompletionChunk, chunks: ChatCompletionChunk[]) => {
    const chunk = readChunk(event)
    if (!chunk) return
    last = chunk
    for (const choice of chunk.choices) {
      const { index, delta, finish_reason } = choice
      if (delta.reasoning_content) readers[index] = passOn
      const read = (readers[index] ??= open())
      const [thoughts, text] = read(delta.content ?? '', !!finish_reason)
      if (thoughts)
        chunks.push(withDelta(chunk, { index, delta: { reasoning_content: thoughts }, finish_reason: null }))
      const { content: _content, ...rest } = delta
      const news = { ...choice, delta: text ? { ...rest, content: text } : rest }
      const hasNews = text || !thoughts || !!finish_reason || Object.keys(rest).length > 0 || chunk.usage
      if (hasNews) chunks.push({ ...chunk, choices: [news] })
    }
    if (!chunk.choices.length) chunks.push(chunk)
  }
  // What waits for the rest of a tag, when a source ends without a finish_reason.
  return mapStream(stream, addValues, (chunks) => {
    for (const [index, read] of readers.entries()) {
      const [, text] = read?.('', true) ?? ['', '']
      if (text) chunks.push(withDelta(last!, { index, delta: { content: text }, finish_reason: null }))
    }
  })
}

const passOn: TagReader = (text) => ['', text]

function withDelta({ usage: _usage, ...chunk }: ChatCompletionChunk, choice: ChatChunkChoice): ChatCompletionChunk {
  return { ...chunk, choices: [choice] }
}
