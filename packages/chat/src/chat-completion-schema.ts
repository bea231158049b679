import type { StandardSchema } from '@tabby/core'
import type { ChatCompletion } from './chat-completion.js'
import { readChatCompletion } from './deltas/read-chat-completion.js'

/**
 * Reads a whole answer by the rules by which chunks are read. Written by hand because a schema library would be a
 * seventh of what a chat program ships (1.2 of 8.5 kB); that recorded answers have the whole shape of the interface is
 * proven in the tests.
 */
export const chatCompletionSchema: StandardSchema<ChatCompletion> = {
  '~standard': {
    version: 1,
    vendor: 'tabby',
    validate: (value) => {
      try {
        return { value: readChatCompletion(value) }
      } catch {
        return { issues: [{ message: '', path: ['choices'] }] }
      }
    },
  },
}
