import type { LanguageModelV3StreamPart } from '@ai-sdk/provider'
import type { ChatCompletionChunk, ChatEvent, ChatLogprob, EosReason, Usage } from '@tabby/chat'
import { TabbyToolRunError } from '@tabby/core'
import { toModelWarnings } from '../to-model-warnings.js'
import { toCallWarnings, unreadCall } from './to-call-warnings.js'
import type { ChatRequest } from './to-chat-params.js'
import { toFinishReason } from './to-finish-reason.js'
import { toResponse } from './to-generate-result.js'
import { toMetadata } from './to-metadata.js'
import { toToolCall } from './to-tool-call.js'
import { toUsage } from './to-usage.js'

/** Writes the parts of one stream. */
export interface PartWriter {
  /** Takes a chunk, before what it brings. */
  addChunk(chunk: ChatCompletionChunk): void
  /** Takes what a chunk brings. */
  addEvent(event: ChatEvent): void
  /** Ends the stream. */
  end(): void
  /** Ends the stream with an error. */
  fail(error: unknown): void
}

type Block = 'text' | 'reasoning'

/** Makes a writer that hands each part to `write`. */
export function createPartWriter(
  write: (part: LanguageModelV3StreamPart) => void,
  modelId: string,
  { warnings, toolNames }: ChatRequest,
  includeRawChunks: boolean,
): PartWriter {
  let isBegun = false
  let block: { type: Block; id: string } | undefined
  let blocks = 0
  /** Line ends at the beginning: they count if text follows, and do not if a call does. */
  let held = ''
  let text = ''
  let calls = 0
  let raw: string | undefined
  let usage: Usage | undefined
  let eosReason: EosReason | null | undefined
  const logprobs: ChatLogprob[] = []

  /** The warnings of a stream stand at its beginning, which waits for the name of the model. */
  const begin = (model?: string) => {
    if (isBegun) return
    isBegun = true
    write({ type: 'stream-start', warnings: [...warnings, ...toModelWarnings(modelId, model)] })
  }
  const closeBlock = () => {
    if (block) write({ type: `${block.type}-end`, id: block.id })
    block = undefined
  }
  const addText = (type: Block, delta: string) => {
    if (block?.type !== type) {
      closeBlock()
      block = { type, id: `${type}-${blocks++}` }
      write({ type: `${type}-start`, id: block.id })
    }
    write({ type: `${type}-delta`, id: block.id, delta })
  }
  const finish = (finishReason: ReturnType<typeof toFinishReason>, late: readonly string[]) => {
    const providerMetadata = toMetadata({ usage, eos_reason: eosReason, logprobs, warnings: late })
    write({ type: 'finish', finishReason, usage: toUsage(usage), providerMetadata })
  }

  return {
    addChunk(chunk) {
      if (!isBegun) {
        begin(chunk.model)
        write({ type: 'response-metadata', ...toResponse(chunk) })
      }
      if (includeRawChunks) write({ type: 'raw', rawValue: chunk })
    },
    addEvent(event) {
      if (event.type === 'reasoning') addText('reasoning', event.text)
      else if (event.type === 'usage') usage = event.usage
      else if (event.type === 'finish') {
        raw = event.finish_reason
        eosReason = event.eos_reason
      } else if (event.type === 'tool-call') {
        const call = toToolCall(event.call)
        calls++
        held = ''
        closeBlock()
        write({ type: 'tool-input-start', id: call.toolCallId, toolName: call.toolName })
        write({ type: 'tool-input-delta', id: call.toolCallId, delta: call.input })
        write({ type: 'tool-input-end', id: call.toolCallId })
        write(call)
      } else {
        if (event.type === 'text' && event.logprobs) logprobs.push(...event.logprobs.content)
        held += event.text
        if (block?.type !== 'text' && /^[\r\n]*$/.test(held)) return
        addText('text', held)
        if (toolNames.length > 0) text += held
        held = ''
      }
    },
    end() {
      begin()
      if (held) addText('text', held)
      closeBlock()
      const finishReason = toFinishReason(raw, calls)
      const late = calls > 0 ? [] : toCallWarnings(text, toolNames)
      if (finishReason.unified === 'error') {
        late.push(unreadCall)
        const error = new TabbyToolRunError(unreadCall, { reason: 'unread-call', transcript: [] })
        write({ type: 'error', error })
      }
      finish(finishReason, late)
    },
    fail(error) {
      begin()
      closeBlock()
      write({ type: 'error', error })
      finish({ unified: 'error', raw: undefined }, [])
    },
  }
}
