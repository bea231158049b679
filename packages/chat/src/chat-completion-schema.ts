import type { StandardSchema } from '@tabby/core'
import type { ChatCompletion } from './chat-completion.js'

/**
 * Checks what a program would trip over: that there are choices, and that each of them has a message. Everything else
 * passes. It is written by hand because a schema library would be a seventh of what a chat program ships (1.2 of
 * 8.5 kB); that recorded answers have the whole shape of the interface is proven in the tests.
 */
export const chatCompletionSchema: StandardSchema<ChatCompletion> = {
  '~standard': {
    version: 1,
    vendor: 'tabby',
    validate: (value) => {
      const answer = value as ChatCompletion | null
      return Array.isArray(answer?.choices) && answer.choices.every((choice) => choice?.message)
        ? { value: answer }
        : { issues: [{ message: '', path: ['choices'] }] }
    },
  },
}
