import { computed, signal } from '@preact/signals'
import { keepValue, readKeptValue } from '../../ui/kept-value.js'
import { conversationWords } from '../../words/conversation-words.js'
import type { Conversation } from '../conversation/conversation.js'
import { createConversation } from '../conversation/create-conversation.js'
import { type ConversationStore, openConversationStore } from '../store/open-conversation-store.js'

/** All conversations that are not empty, as they are saved. */
export const conversations = signal<readonly Conversation[]>([])

/** The open conversation. A new one is in no list until it has a message. */
export const current = signal<Conversation>(createConversation())

/** Why nothing is saved, as a sentence; undefined while all is well. */
export const storageProblem = signal<string | undefined>(undefined)

/** The list, most recently changed first. */
export const sortedConversations = computed(() =>
  [...conversations.value].sort((one, other) => other.updatedAt - one.updatedAt),
)

const lastPlace = 'tabby-last-conversation'

let store: Promise<ConversationStore> | undefined

/** Loads the saved conversations, once, and opens the one that was open last. */
export function restoreConversations(): Promise<unknown> {
  store ??= openConversationStore()
  return store
    .then((opened) => opened.list())
    .then((kept) => {
      const known = new Set(conversations.value.map(({ id }) => id))
      conversations.value = [...conversations.value, ...kept.filter(({ id }) => !known.has(id))]
      const lastId = readKeptValue('sessionStorage', lastPlace)
      const last = kept.find(({ id }) => id === lastId)
      if (last && current.value.turns.length === 0) current.value = last
    })
    .catch(tellProblem)
}

/** The conversation with this id, open or in the list; undefined if it was deleted. */
export function findConversation(id: string): Conversation | undefined {
  return current.value.id === id ? current.value : conversations.value.find((each) => each.id === id)
}

/** Changes a conversation, wherever it is shown, and saves it. A deleted one stays deleted. */
export function updateConversation(id: string, change: (conversation: Conversation) => Conversation): void {
  const before = findConversation(id)
  if (!before) return
  const after = change(before)
  if (current.value.id === id) current.value = after
  const isListed = conversations.value.some((each) => each.id === id)
  if (!isListed && after.turns.length === 0) return
  conversations.value = isListed
    ? conversations.value.map((each) => (each.id === id ? after : each))
    : [...conversations.value, after]
  keep(after)
}

/** Adds conversations to the list, such as those of an imported file. */
export function addConversations(added: readonly Conversation[]): void {
  conversations.value = [...conversations.value, ...added]
  for (const each of added) keep(each)
}

/** The words that were searched when the open conversation was chosen; the thread goes to where they are. */
export const searchedWords = signal('')

/** Opens another conversation, or begins a new one with the same system prompt. */
export function openConversation(conversation = createConversation(current.value.system), search = ''): void {
  current.value = conversation
  searchedWords.value = search
  keepValue('sessionStorage', lastPlace, conversation.id)
}

/** Deletes a conversation permanently. */
export function removeConversation(id: string): void {
  conversations.value = conversations.value.filter((each) => each.id !== id)
  if (current.value.id === id) openConversation(createConversation())
  store?.then((opened) => opened.remove(id)).catch(tellProblem)
}

function keep(conversation: Conversation): void {
  if (current.value.id === conversation.id) keepValue('sessionStorage', lastPlace, conversation.id)
  store?.then((opened) => opened.save(conversation)).catch(tellProblem)
}

function tellProblem(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error)
  storageProblem.value = conversationWords.conversationsAreNotKeptIn(why)
}
