import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChatMessage, toRedactedText } from '@tabby/core'
import { type Conversation, readText, toMessages } from '../chat/conversation.js'
import { parseConversation } from '../chat/read-conversation.js'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from '../files/describe-file-failure.js'
import { makeFolder } from '../files/make-folder.js'
import { readSettingsFile } from '../files/read-settings-file.js'
import { writeWholeFile } from '../files/whole-file.js'
import type { Terminal } from '../terminal/terminal.js'
import { findDataFolder } from './find-data-folder.js'

/** A conversation as it is kept: `{ messages }`, as every program reads it, and what else is known of it. */
export interface SavedChat {
  readonly id: string
  /** When something was last said, in ISO 8601. */
  readonly updated: string
  readonly server?: string | undefined
  readonly model?: string | undefined
  readonly messages: readonly ChatMessage[]
}

const findFolder = (terminal: Pick<Terminal, 'environment'>): string => join(findDataFolder(terminal), 'chats')
const isId = (text: string): boolean => /^[a-z0-9]{1,20}$/.test(text)

/** Keeps a conversation, in a file for its owner alone. */
export async function saveChat(
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
  conversation: Conversation,
  { server, model }: Pick<SavedChat, 'server' | 'model'>,
): Promise<void> {
  const folder = findFolder(terminal)
  const { id } = conversation
  const chat: SavedChat = { id, updated: new Date().toISOString(), server, model, messages: toMessages(conversation) }
  await makeFolder(folder).catch((error: unknown) => {
    throw new UsageError(`${folder} cannot be created ${describeFileFailure(error)}`, { cause: error })
  })
  const text = toRedactedText(`${JSON.stringify(chat, null, 2)}\n`, [...terminal.secrets])
  await writeWholeFile(join(folder, `${id}.json`), text, { mode: 0o600 })
}

/** The folder of conversations, as it is. */
interface ChatFolder {
  /** The newest first. */
  readonly chats: readonly SavedChat[]
  /** Names of files that hold no conversation. */
  readonly damaged: readonly string[]
}

/** Reads all kept conversations. */
export async function readChats(terminal: Pick<Terminal, 'environment'>): Promise<ChatFolder> {
  const folder = findFolder(terminal)
  const names = await readdir(folder).catch(() => [])
  const ids = names.filter((name) => name.endsWith('.json') && isId(name.slice(0, -5))).map((name) => name.slice(0, -5))
  const read = async (id: string): Promise<SavedChat | undefined> =>
    parseChat(id, (await readSettingsFile(join(folder, `${id}.json`)).catch(() => undefined)) ?? '')
  const found = await Promise.all(ids.map(read))
  return {
    chats: found.flatMap((chat) => chat ?? []).sort((left, right) => right.updated.localeCompare(left.updated)),
    damaged: ids.filter((_id, place) => !found[place]),
  }
}

function parseChat(id: string, text: string): SavedChat | undefined {
  const messages = parseConversation(text)
  if (!messages) return undefined
  const { updated, server, model } = JSON.parse(text) as Record<string, unknown>
  const read = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  return { id, updated: read(updated) ?? '', server: read(server), model: read(model), messages }
}

/** The conversation of a name, or of the beginning of one; the newest without a name. */
export async function findChat(terminal: Pick<Terminal, 'environment'>, name?: string): Promise<SavedChat> {
  const { chats, damaged } = await readChats(terminal)
  if (name !== undefined && damaged.includes(name)) {
    const path = join(findFolder(terminal), `${name}.json`)
    throw new UsageError(`${path} is damaged: it holds no conversation, and \`tabby chats rm ${name}\` removes it`)
  }
  const found = name === undefined ? chats.slice(0, 1) : chats.filter(({ id }) => id.startsWith(name))
  const [first, ...others] = found
  if (first && (others.length === 0 || first.id === name)) return first
  if (name === undefined) throw new UsageError('there is no conversation to continue: `tabby chat` begins one')
  const problem = first ? `several conversations begin with ${name}` : `there is no conversation ${name}`
  throw new UsageError(`${problem}: \`tabby chats ls\` lists all`)
}

/** Removes conversations of these names, or all, and returns what was removed. */
export async function removeChats(
  terminal: Pick<Terminal, 'environment'>,
  names: readonly string[] | 'all',
): Promise<string[]> {
  const { chats, damaged } = await readChats(terminal)
  const find = async (name: string): Promise<string> =>
    damaged.includes(name) ? name : (await findChat(terminal, name)).id
  const ids = names === 'all' ? chats.map(({ id }) => id) : await Promise.all(names.map(find))
  for (const id of ids) {
    const path = join(findFolder(terminal), `${id}.json`)
    await rm(path, { force: true }).catch((error: unknown) => {
      throw new UsageError(`${path} cannot be removed ${describeFileFailure(error)}`, { cause: error })
    })
  }
  return ids
}

/** What a conversation is about: the beginning of its first question. */
export function describeChat({ messages }: Pick<SavedChat, 'messages'>, length: number): string {
  const first = messages.find(({ role }) => role === 'user')
  const line = first ? readText(first).replace(/\s+/g, ' ').trim() : ''
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}
