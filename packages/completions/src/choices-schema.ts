import type { StandardSchema } from '@tabby/core'
import type { CompletionChunk } from './completion-chunk.js'

/**
 * Checks what a program would trip over, in a whole text and in a piece: that there are choices, and that each of them
 * has a text. Everything else passes. It is written by hand because it runs for each piece of a stream, where a schema
 * library costs a third more time (measured), and because that library would be a seventh of what a program ships.
 */
export function createChoicesSchema<T>(): StandardSchema<T> {
  return {
    '~standard': {
      version: 1,
      vendor: 'tabby',
      validate: (value) => {
        const answer = value as (CompletionChunk & { model_name?: string }) | null
        if (!Array.isArray(answer?.choices) || !answer.choices.every((choice) => typeof choice?.text === 'string')) {
          return { issues: [{ message: '', path: ['choices'] }] }
        }
        // The same thing has this name in a stream.
        answer.model ??= answer.model_name!
        return { value: answer as T }
      },
    },
  }
}
