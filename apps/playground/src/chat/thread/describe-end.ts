import type { AnswerTurn } from '../conversation/conversation.js'

const words: Record<string, string> = {
  length: 'Cut off: the reply reached the token limit, or the context is full.',
  stopped: 'You stopped this reply.',
  writing: 'Cut off: the page was closed while this was written.',
}

/** Says why a reply is incomplete; nothing for one that ended by itself. */
export function describeEnd({ end, parts }: AnswerTurn): string | undefined {
  if (end === 'tool_calls' && !parts.some(({ type }) => type === 'tool')) {
    return 'The model tried to call a tool, but the server could not read the call.'
  }
  return (
    (Object.hasOwn(words, end) ? words[end] : undefined) ??
    (end === 'stop' && parts.length === 0 ? 'The reply is empty.' : undefined)
  )
}
