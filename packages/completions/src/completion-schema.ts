import type { StandardSchema } from '@tabby/core'
import { sortChoices } from '@tabby/kit/deltas/sort-choices'
import type { Completion } from './completion.js'
import { createCompletionReader } from './create-completion-reader.js'

/**
 * Reads a whole completion by the rules by which chunks are read. A completion without a single text is none. Written
 * by hand because a schema library would be a seventh of what a program ships.
 */
export const completionSchema: StandardSchema<Completion> = {
  '~standard': {
    version: 1,
    vendor: 'tabby',
    validate: (value) => {
      try {
        const completion = createCompletionReader()(value)
        if (completion?.choices.length) return { value: { ...completion, choices: sortChoices(completion.choices) } }
      } catch {
        // What cannot be read has the same issue.
      }
      return { issues: [{ message: '', path: ['choices'] }] }
    },
  },
}
