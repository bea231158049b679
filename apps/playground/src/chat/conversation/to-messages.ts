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

/** Files come before the text, each in a fence that is longer than any in it. */
function addFiles(text: string, files: readonly AttachedFile[] = []): string {
  const blocks = files.map((file) => {
    const longest = Math.max(2, ...(file.text.match(/`{3,}/g) ?? []).map(({ length }) => length))
    const fence = '`'.repeat(longest + 1)
    return `${file.name}\n${fence}\n${file.text.trimEnd()}\n${fence}`
  })
  return [...blocks, text].filter(Boolean).join('\n\n')
}

function toQuestion({ text: written, images, files }: QuestionTurn): ChatMessage {
  const text = addFiles(written, files)
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
