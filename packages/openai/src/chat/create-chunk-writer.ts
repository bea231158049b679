import type { ChatChunkChoice, ChatCompletionChunk, ChatDelta } from '@tabby/chat'
import type { ToolCall, Usage } from '@tabby/core'
import { toUsage } from '../http/to-usage.js'
import { requireCalls } from './require-calls.js'
import { toLogprobs } from './to-logprobs.js'
import { createId } from './to-tool-call.js'

/** The state of one choice while it is written. */
interface BegunChoice {
  /** Indexes of the calls that have begun: the first chunk of each names it. */
  readonly calls: Set<number>
  /** The text so far, if it is kept. */
  text: string
}

/** Options of `createChunkWriter`. */
export interface ChunkWriterOptions {
  /** Whether the caller requested usage. */
  readonly withUsage: boolean
  /** Whether the text is needed at the end. */
  readonly keepText: boolean
}

/**
 * Writes the chunks of a stream as OpenAI would: the role in the first delta of each choice, an index, an id and a type
 * in tool calls, and usage in a separate chunk at the end, if requested. TabbyAPI omits the former, and sends usage
 * with the last choice, where clients that add up chunks count it twice.
 */
export function createChunkWriter({ withUsage, keepText }: ChunkWriterOptions) {
  const begun = new Map<number, BegunChoice>()
  let usage: Usage | null | undefined
  let last: ChatCompletionChunk | undefined

  const write = ({ id, created, model }: ChatCompletionChunk, choices: unknown[], more?: object) =>
    `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model, choices, ...more })}`

  const toChoice = ({ index, delta, finish_reason, logprobs }: ChatChunkChoice) => {
    const known = begun.get(index)
    const choice = known ?? { calls: new Set<number>(), text: '' }
    if (!known) begun.set(index, choice)
    if (keepText && delta.content) choice.text += delta.content
    const told = toDelta(delta, choice, !known)
    requireCalls(finish_reason, choice.calls.size > 0)
    const tokens = toLogprobs(logprobs)
    return { index, delta: told, finish_reason, ...(tokens && { logprobs: tokens }) }
  }

  return {
    /** Adds the events of a chunk, as text. */
    add(chunk: ChatCompletionChunk, frames: string[]): void {
      last = chunk
      if (chunk.usage) usage = chunk.usage
      if (chunk.choices.length > 0) frames.push(write(chunk, chunk.choices.map(toChoice)))
    },
    /** Returns what follows the last chunk. */
    getLast: (): string[] => (withUsage && last ? [write(last, [], { usage: toUsage(usage) })] : []),
    /** Returns the text of each choice that called no tool. */
    getTexts: (): string[] => [...begun.values()].filter(({ calls }) => calls.size === 0).map(({ text }) => text),
  }
}

function toDelta({ content, reasoning_content, tool_calls }: ChatDelta, { calls }: BegunChoice, isFirst: boolean) {
  const delta: Record<string, unknown> = isFirst ? { role: 'assistant' } : {}
  if (typeof content === 'string') delta['content'] = content
  if (reasoning_content) delta['reasoning_content'] = reasoning_content
  if (tool_calls?.length) delta['tool_calls'] = tool_calls.map((call, place) => toPiece(call, place, calls))
  return delta
}

function toPiece({ id, index, function: called }: ToolCall, place: number, calls: Set<number>) {
  const at = index ?? place
  const isFirst = !calls.has(at)
  calls.add(at)
  if (!isFirst)
    return { index: at, function: { ...(called.name && { name: called.name }), arguments: called.arguments } }
  return {
    index: at,
    id: id || createId('call'),
    type: 'function',
    function: { name: called.name, arguments: called.arguments },
  }
}
