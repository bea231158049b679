import { computed, effect, signal } from '@preact/signals'
import { keepValue } from '../../ui/kept-value.js'
import { readKeptFields } from '../../ui/read-kept-fields.js'
import type { AttachedFile } from '../conversation/conversation.js'
import { current } from './conversations.js'

/** What is being written in a conversation, and not sent yet. */
export interface Draft {
  text: string
  /** Data URLs. They and the files are too large to be kept over a reload. */
  images: readonly string[]
  files: readonly AttachedFile[]
}

const place = 'tabby-drafts'

/** Where the draft of a conversation that has no message yet is kept: its id is another one after a reload. */
const fresh = 'new'

const empty: Draft = { text: '', images: [], files: [] }

const kept: Record<string, string> = {}

const toDraft = ([id, text]: [string, string]) => [id, { text, images: [], files: [] }] as const

const drafts = signal<ReadonlyMap<string, Draft>>(
  new Map(Object.entries(readKeptFields('sessionStorage', place, { texts: kept }).texts).map(toDraft)),
)

const key = computed(() => (current.value.turns.length ? current.value.id : fresh))

/** The draft of the open conversation. */
export const draft = computed<Draft>(() => drafts.value.get(key.value) ?? empty)

/** Changes the draft of the open conversation. */
export function changeDraft(change: Partial<Draft>): void {
  const changed = { ...draft.value, ...change }
  const others = new Map(drafts.value)
  if (changed.text || changed.images.length || changed.files.length) others.set(key.value, changed)
  else others.delete(key.value)
  drafts.value = others
}

effect(() => {
  const texts = [...drafts.value].map(([id, { text }]) => [id, text] as const)
  keepValue('sessionStorage', place, JSON.stringify({ texts: Object.fromEntries(texts) }))
})
