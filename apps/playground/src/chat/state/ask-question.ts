import type { TabbyClient } from '@tabby/core'
import { addTurn } from '../conversation/add-turn.js'
import type { AttachedFile } from '../conversation/conversation.js'
import { createId } from '../conversation/create-conversation.js'
import { beginAnswer } from './begin-answer.js'
import { current, updateConversation } from './conversations.js'
import { isBusy } from './generation.js'

/** A message to send. */
export interface Question {
  text: string
  images: string[]
  files?: AttachedFile[]
  /** Whether the model cannot see the images. */
  unseen?: boolean
  /** The turn that it follows; `''` at the beginning. */
  parent: string
}

/** Sends a message and gets a reply. A message in the place of another becomes its sibling. */
export function askQuestion(client: TabbyClient, { text, images, files, unseen, parent }: Question): Promise<void> {
  if (isBusy.value) return Promise.resolve()
  const id = createId()
  updateConversation(current.value.id, (conversation) =>
    addTurn(conversation, {
      id,
      parent,
      role: 'user',
      text,
      images,
      ...(unseen ? { unseen } : {}),
      ...(files?.length ? { files } : {}),
    }),
  )
  return beginAnswer(client, { parent: id })
}
