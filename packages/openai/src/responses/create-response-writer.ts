import type { ChatCompletionChunk, ChatDelta } from '@tabby/chat'
import type { ToolCall, Usage } from '@tabby/core'
import { requireCalls } from '../chat/require-calls.js'
import { type OpenAILogprob, toLogprobs } from '../chat/to-logprobs.js'
import { createId } from '../chat/to-tool-call.js'
import type { OpenAIError } from '../http/to-event-response.js'
import { type ItemStatus, toCallItem, toMessageItem, toReasoningItem, toTextPart } from './to-output-items.js'
import type { ResponseHead } from './to-response-head.js'
import { toResponseUsage } from './to-response-usage.js'

/** Takes the name of an event and its fields. */
type Emit = (type: string, fields: object) => void

/** An item of the output as it grows. */
interface OpenItem {
  readonly kind: 'reasoning' | 'message' | 'call'
  /** Its position in the output. */
  readonly place: number
  /** Adds a chunk. */
  readonly add: (emit: Emit, piece: string, logprobs?: OpenAILogprob[]) => void
  /** Writes the end of the item, and returns the whole of it. */
  readonly close: (emit: Emit, status: ItemStatus) => object
}

/** Writes chunks as the events of `POST /v1/responses`. */
export function createResponseWriter(head: ResponseHead) {
  let number = 0
  let model = head.model
  let usage: Usage | null | undefined
  let finishReason: string | null = null
  let isBegun = false
  let open: OpenItem | undefined
  /** Calls stay open to the end: other servers interleave their chunks. */
  const calls = new Map<number, OpenItem>()
  /** Whole items, by the position at which they began. */
  const output: object[] = []
  let count = 0
  let hasMessage = false

  const frame = (type: string, fields: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number++, ...fields })}`
  const toResponse = (changes: object) => ({ ...head, model, output: output.filter(Boolean), ...changes })

  const begin = (emit: Emit) => {
    if (isBegun) return
    isBegun = true
    emit('response.created', { response: toResponse({}) })
    emit('response.in_progress', { response: toResponse({}) })
  }
  const end = (emit: Emit, item: OpenItem, status: ItemStatus) => void (output[item.place] = item.close(emit, status))
  const close = (emit: Emit, status: ItemStatus) => {
    if (open) end(emit, open, status)
    open = undefined
  }
  const addText = (emit: Emit, kind: 'reasoning' | 'message', piece: string, logprobs?: OpenAILogprob[]) => {
    if (open?.kind !== kind) {
      close(emit, 'completed')
      open = openTextItem(emit, kind, count++)
    }
    hasMessage ||= kind === 'message'
    open.add(emit, piece, logprobs)
  }
  const addCall = (emit: Emit, call: ToolCall, place: number) => {
    close(emit, 'completed')
    const at = call.index ?? place
    const known = calls.get(at)
    if (known) known.add(emit, call.function.arguments)
    else calls.set(at, openCallItem(emit, call, count++))
  }
  const addDelta = (emit: Emit, { content, reasoning_content, tool_calls }: ChatDelta, logprobs?: OpenAILogprob[]) => {
    if (reasoning_content) addText(emit, 'reasoning', reasoning_content)
    if (content) addText(emit, 'message', content, logprobs)
    for (const [place, call] of (tool_calls ?? []).entries()) addCall(emit, call, place)
  }

  return {
    add(chunk: ChatCompletionChunk, frames: string[]): void {
      const emit: Emit = (type, fields) => void frames.push(frame(type, fields))
      if (chunk.model) ({ model } = chunk)
      if (chunk.usage) ({ usage } = chunk)
      begin(emit)
      const [choice] = chunk.choices
      if (!choice) return
      finishReason = choice.finish_reason ?? finishReason
      addDelta(emit, choice.delta, toLogprobs(choice.logprobs)?.content)
    },
    addLast(frames: string[]): void {
      const emit: Emit = (type, fields) => void frames.push(frame(type, fields))
      requireCalls(finishReason, calls.size > 0)
      const isCut = finishReason === 'length'
      if (!hasMessage && calls.size === 0) addText(emit, 'message', '')
      close(emit, isCut ? 'incomplete' : 'completed')
      for (const call of calls.values()) end(emit, call, 'completed')
      const response = toResponse({
        status: isCut ? 'incomplete' : 'completed',
        incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
        usage: toResponseUsage(usage),
      })
      emit(isCut ? 'response.incomplete' : 'response.completed', { response })
    },
    /** Writes the failed response, for readers of events, and the error, for clients that throw it. */
    toErrorFrame(error: OpenAIError): string {
      const { message, code, param } = error
      const response = toResponse({ status: 'failed', error: { code: 'server_error', message } })
      return [frame('response.failed', { response }), frame('error', { code, message, param, error })].join('\n\n')
    },
  }
}

function openTextItem(emit: Emit, kind: 'reasoning' | 'message', output_index: number): OpenItem {
  const isMessage = kind === 'message'
  const item_id = createId(isMessage ? 'msg' : 'rs')
  const place = { item_id, output_index, content_index: 0 }
  const name = isMessage ? 'response.output_text' : 'response.reasoning_text'
  let text = ''
  const tokens: OpenAILogprob[] = []
  const toPart = () => (isMessage ? toTextPart(text, tokens) : { type: 'reasoning_text', text })
  const toItem = (status: ItemStatus) =>
    isMessage ? toMessageItem(text, status, tokens, item_id) : toReasoningItem(text, status, item_id)
  emit('response.output_item.added', { output_index, item: { ...toItem('in_progress'), content: [] } })
  emit('response.content_part.added', { ...place, part: toPart() })
  return {
    kind,
    place: output_index,
    add(emitNow, piece, logprobs = []) {
      text += piece
      tokens.push(...logprobs)
      if (piece) emitNow(`${name}.delta`, { ...place, delta: piece, ...(isMessage && { logprobs }) })
    },
    close(emitNow, status) {
      emitNow(`${name}.done`, { ...place, text, ...(isMessage && { logprobs: tokens }) })
      emitNow('response.content_part.done', { ...place, part: toPart() })
      const item = toItem(status)
      emitNow('response.output_item.done', { output_index, item })
      return item
    },
  }
}

function openCallItem(emit: Emit, call: ToolCall, output_index: number): OpenItem {
  const first = toCallItem(call, 'in_progress')
  const place = { item_id: first.id, output_index }
  let text = call.function.arguments
  emit('response.output_item.added', { output_index, item: { ...first, arguments: '' } })
  if (text) emit('response.function_call_arguments.delta', { ...place, delta: text })
  return {
    kind: 'call',
    place: output_index,
    add(emitNow, piece) {
      text += piece
      if (piece) emitNow('response.function_call_arguments.delta', { ...place, delta: piece })
    },
    close(emitNow, status) {
      const item = { ...first, arguments: text || '{}', status }
      emitNow('response.function_call_arguments.done', { ...place, name: first.name, arguments: item.arguments })
      emitNow('response.output_item.done', { output_index, item })
      return item
    },
  }
}
