import { threadWords } from '../../words/thread-words.js'
import type { AnswerTurn } from '../conversation/conversation.js'

const words: Record<string, string> = {
  length: threadWords.cutOffTheReplyReached,
  stopped: threadWords.youStoppedThisReply,
  writing: threadWords.cutOffThePageWas,
}

/** Says why a reply is incomplete; nothing for one that ended by itself. */
export function describeEnd({ end, parts }: AnswerTurn): string | undefined {
  if (end === 'tool_calls' && !parts.some(({ type }) => type === 'tool')) {
    return threadWords.theModelTriedToCall
  }
  return (
    (Object.hasOwn(words, end) ? words[end] : undefined) ??
    (end === 'stop' && parts.length === 0 ? threadWords.theReplyIsEmpty : undefined)
  )
}
