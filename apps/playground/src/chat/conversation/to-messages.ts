import type { ChatMessage, ChatMessagePart } from '@tabby/core'
import { threadWords } from '../../words/thread-words.js'
import type { AnswerPart, AttachedFile, QuestionTurn, Turn } from './conversation.js'

/** Turns a branch into the messages that are sent. */
export function toMessages(system: string, turns: readonly Turn[]): ChatMessage[] {
  const messages: ChatMessage[] = system.trim() ? [{ role: 'system', content: system }] : []
  for (const turn of turns) {
    if (turn.role === 'user') messages.push(toQuestion(turn))
    else messages.push(...toAnswers(turn.parts))
  }
  return messages
}

/** In a fence that is longer than any in it. */
function writeFile({ name, text }: AttachedFile): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return `${name}\n${fence}\n${text.trimEnd()}\n${fence}`
}

/** Files and passages come before the text. */
function toQuestion({ text: written, images, files = [], passages = [] }: QuestionTurn): ChatMessage {
  const found = passages.map(({ file, text }, place) => writeFile({ name: `[${place + 1}] ${file}`, text }))
  const heading = found.length ? 'Passages from documents that may help with the message below:' : ''
  const text = [...files.map(writeFile), heading, ...found, written].filter(Boolean).join('\n\n')
  if (!images.length) return { role: 'user', content: text }
  const parts: ChatMessagePart[] = images.map((url) => ({ type: 'image_url', image_url: { url } }))
  return { role: 'user', content: text ? [{ type: 'text', text }, ...parts] : parts }
}

/**
 * Each step of a reply is a message of the assistant, and each result one of the tool. A call that has no result
 * because the reply was stopped gets one that says so: templates fail on calls without results.
 */
function toAnswers(parts: readonly AnswerPart[]): ChatMessage[] {
  const messages: ChatMessage[] = []
  let step: ChatMessage | undefined
  let results: ChatMessage[] = []
  const close = () => {
    if (step) messages.push(step, ...results)
    step = undefined
    results = []
  }
  for (const part of parts) {
    if (part.type !== 'tool' && results.length) close()
    step ??= { role: 'assistant', content: null }
    if (part.type === 'object') step.content = JSON.stringify(part.value)
    else if (part.type === 'text') step.content = `${(step.content as string | null) ?? ''}${part.text}`
    else if (part.type === 'reasoning') step.reasoning_content = `${step.reasoning_content ?? ''}${part.text}`
    else {
      step.tool_calls = [...(step.tool_calls ?? []), part.call]
      results.push({ role: 'tool', tool_call_id: part.call.id, content: part.result ?? threadWords.theCallWasStopped })
    }
  }
  close()
  return messages
}
