import { createChatCompletion } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import { conversationWords } from '../../words/conversation-words.js'
import { readAnswerText } from '../answer/read-answer-text.js'
import type { Conversation } from '../conversation/conversation.js'
import { readBranch } from '../conversation/read-branch.js'
import { shortenTitle } from '../conversation/shorten-title.js'

/** Characters of a message that the model reads: a title needs no more, and a long prompt takes time. */
const most = 1000

/** Asks the model for a title of the first messages; an empty text if it has none. */
export async function suggestTitle(client: TabbyClient, conversation: Conversation): Promise<string> {
  const said = readBranch(conversation)
    .slice(0, 2)
    .map(({ turn }) => (turn.role === 'user' ? turn.text : readAnswerText(turn.parts)).slice(0, most))
  const { choices } = await createChatCompletion(client, {
    messages: [{ role: 'user', content: `${conversationWords.titlePrompt}\n\n${said.join('\n\n')}` }],
    max_tokens: 32,
    temperature: 0.3,
    template_vars: { enable_thinking: false },
  })
  return readTitle(choices[0]?.message.content ?? '')
}

/** Models put a title into quotes or bold, behind the word Title, or end it with a full stop. */
function readTitle(reply: string): string {
  const line = reply.trim().split('\n', 1)[0]!
  return shortenTitle(line.replace(/^[\s#*"“„'«]*(?:title:\s*)?[\s*"“„'«]*/i, '').replace(/[\s*"”“'».]+$/u, ''))
}
