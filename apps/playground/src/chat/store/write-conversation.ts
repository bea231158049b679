import { conversationWords } from '../../words/conversation-words.js'
import { readAnswerText } from '../answer/read-answer-text.js'
import type { Conversation } from '../conversation/conversation.js'
import { readBranch } from '../conversation/read-branch.js'
import { toMessages } from '../conversation/to-messages.js'

/** Writes the branch that is shown as `{ messages }`, which the terminal program and most others read. */
export function writeMessages(conversation: Conversation): string {
  const turns = readBranch(conversation).map(({ turn }) => turn)
  return `${JSON.stringify({ title: conversation.title, messages: toMessages(conversation.system, turns) }, null, 2)}\n`
}

/** Writes the branch that is shown as Markdown, to read and to paste. */
export function writeMarkdown(conversation: Conversation): string {
  const { title, system } = conversation
  const turns = readBranch(conversation).map(({ turn }) =>
    turn.role === 'user'
      ? `## ${conversationWords.you}\n\n${turn.text}`
      : `## ${turn.model || conversationWords.reply}\n\n${readAnswerText(turn.parts)}`,
  )
  const head = [
    `# ${title || conversationWords.conversation}`,
    ...(system ? [`> ${system.replaceAll('\n', '\n> ')}`] : []),
  ]
  return `${[...head, ...turns].join('\n\n')}\n`
}
