import type { AnswerPart, Conversation, Turn } from '../conversation/conversation.js'
import { createConversation, createId } from '../conversation/create-conversation.js'

/** A message of another program. */
interface ForeignMessage {
  role: string
  text: string
  images: string[]
  reasoning: string
}

/**
 * Reads the conversations of other programs: `{ messages }` as the terminal program and most others write it, exports of
 * ChatGPT and Open WebUI, and chats of SillyTavern. Only the branch that was shown is taken; undefined if the value is
 * none of these.
 */
export function readForeignFile(value: unknown): Conversation[] | undefined {
  const entries = (Array.isArray(value) ? value : [value]).filter(isObject)
  if (entries.length === 0) return undefined
  if (entries.every((entry) => 'role' in entry && 'content' in entry)) return [toConversation('', readList(entries))]
  // The first line of a SillyTavern chat has names and no message.
  if (entries.some((entry) => 'mes' in entry && 'is_user' in entry)) return [readTavern(entries)]
  const found = entries.map(readEntry)
  return found.every((each) => each !== undefined) ? found : undefined
}

function readEntry(entry: Record<string, unknown>): Conversation | undefined {
  const chat = isObject(entry.chat) ? entry.chat : entry
  const title = readText(entry.title) || readText(chat.title)
  if (isObject(entry.mapping)) return toConversation(title, readChatGpt(entry.mapping, readText(entry.current_node)))
  const { history } = chat
  if (isObject(history) && isObject(history.messages)) {
    return toConversation(title, readList(walkUp(history.messages, readText(history.currentId), 'parentId')))
  }
  if (Array.isArray(chat.messages)) return toConversation(title, readList(chat.messages.filter(isObject)))
  return undefined
}

/** From a message up to the first one, in the order in which they were said. */
function walkUp(nodes: Record<string, unknown>, last: string, parentField: string): Record<string, unknown>[] {
  const branch: Record<string, unknown>[] = []
  const seen = new Set<string>()
  for (let id = last; id && !seen.has(id);) {
    seen.add(id)
    const node: unknown = Object.hasOwn(nodes, id) ? nodes[id] : undefined
    if (!isObject(node)) break
    branch.push(node)
    id = readText(node[parentField])
  }
  return branch.reverse()
}

function readChatGpt(mapping: Record<string, unknown>, last: string): ForeignMessage[] {
  const messages = walkUp(mapping, last, 'parent').map(({ message }) => message)
  return messages.filter(isObject).flatMap(({ author, content }) => {
    const role = isObject(author) ? readText(author.role) : ''
    const parts = isObject(content) && Array.isArray(content.parts) ? content.parts : []
    const text = parts.map(readText).filter(Boolean).join('\n')
    return text ? [{ role, text, images: [], reasoning: '' }] : []
  })
}

function readTavern(lines: readonly Record<string, unknown>[]): Conversation {
  const messages = lines
    .filter((line) => 'mes' in line)
    .map(({ mes, is_user }) => ({
      role: is_user ? 'user' : 'assistant',
      text: readText(mes),
      images: [],
      reasoning: '',
    }))
  return toConversation(readText(lines[0]?.character_name), messages)
}

function readList(messages: readonly Record<string, unknown>[]): ForeignMessage[] {
  return messages.map(({ role, content, reasoning_content }) => {
    const parts = Array.isArray(content) ? content.filter(isObject) : []
    const images = parts.map(({ image_url }) => (isObject(image_url) ? readText(image_url.url) : ''))
    return {
      role: readText(role),
      text: Array.isArray(content) ? parts.map(({ text }) => readText(text)).join('') : readText(content),
      images: images.filter((url) => /^data:image\/(?:png|jpeg|gif|webp|bmp);base64,/.test(url)),
      reasoning: readText(reasoning_content),
    }
  })
}

/** System messages become the system prompt; what tools said is left out. */
function toConversation(title: string, messages: readonly ForeignMessage[]): Conversation {
  const system = messages.filter(({ role }) => role === 'system' || role === 'developer').map(({ text }) => text)
  const turns: Turn[] = []
  for (const { role, text, images, reasoning } of messages) {
    const place = { id: createId(), parent: turns.at(-1)?.id ?? '' }
    if (role === 'user') turns.push({ ...place, role, text, images })
    if (role !== 'assistant') continue
    const parts: AnswerPart[] = reasoning ? [{ type: 'reasoning', text: reasoning }] : []
    turns.push({ ...place, role, parts: [...parts, { type: 'text', text }], model: '', end: 'stop' })
  }
  const first =
    messages
      .find(({ role }) => role === 'user')
      ?.text.trim()
      .split('\n', 1)[0] ?? ''
  return { ...createConversation(system.join('\n\n')), title: (title || first).slice(0, 60), turns }
}

const readText = (value: unknown) => (typeof value === 'string' ? value : '')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
