import { computed, signal } from '@preact/signals'
import { current } from '../state/conversations.js'

/** A text file that is searched for each message of a conversation. */
export interface SearchedDocument {
  id: number
  name: string
  file: Blob
  state: 'waiting' | 'embedding' | 'ready' | 'failed'
  /** Why it failed, as a sentence. */
  failure?: string | undefined
  /** Its text in pieces, once it has been read. */
  passages: readonly string[]
  /** How many of them have been embedded. */
  done: number
  /** One for each passage, once all are there, and the model that they are of. */
  vectors: readonly Float32Array[]
  model: string
}

/** Documents by the id of their conversation. They are as large as the files, so they end with the page. */
const documents = signal<ReadonlyMap<string, readonly SearchedDocument[]>>(new Map())

const none: readonly SearchedDocument[] = []

/** The documents of the open conversation. */
export const currentDocuments = computed(() => readDocuments(current.value.id))

/** Whether the dialog with them is open. */
export const showsDocuments = signal(false)

let lastId = 0

/** The documents of a conversation. */
export function readDocuments(conversationId: string): readonly SearchedDocument[] {
  return documents.value.get(conversationId) ?? none
}

/** Adds files to a conversation. They are read and embedded as soon as there is an embedding model. */
export function addDocuments(conversationId: string, files: readonly File[]): void {
  const empty = { state: 'waiting', passages: [], done: 0, vectors: [], model: '' } as const
  const added = files.map((file): SearchedDocument => ({ id: ++lastId, name: file.name, file, ...empty }))
  put(conversationId, [...readDocuments(conversationId), ...added])
}

/** Changes a document, if it is still there. */
export function changeDocument(conversationId: string, id: number, change: Partial<SearchedDocument>): void {
  const changed = readDocuments(conversationId).map((each) => (each.id === id ? { ...each, ...change } : each))
  put(conversationId, changed)
}

/** Removes a document. */
export function removeDocument(conversationId: string, id: number): void {
  put(
    conversationId,
    readDocuments(conversationId).filter((each) => each.id !== id),
  )
}

function put(conversationId: string, changed: readonly SearchedDocument[]): void {
  documents.value = new Map([...documents.value, [conversationId, changed]])
}
