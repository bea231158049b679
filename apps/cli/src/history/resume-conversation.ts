import { stat } from 'node:fs/promises'
import type { Conversation } from '../chat/conversation.js'
import { readConversation, splitSystem } from '../chat/read-conversation.js'
import type { Terminal } from '../terminal/terminal.js'
import { findChat } from './saved-chats.js'

/** The conversation in a file or of a name; the last one without either. A kept one goes on under its name. */
export async function resumeConversation(
  terminal: Terminal,
  named: string | undefined,
): Promise<Pick<Conversation, 'messages' | 'system'> & Partial<Pick<Conversation, 'id'>>> {
  const isFile = named !== undefined && (/[./\\]/.test(named) || (await stat(named).catch(() => undefined))?.isFile())
  if (isFile) return readConversation(named)
  const { id, messages } = await findChat(terminal, named)
  return { id, ...splitSystem(messages) }
}
