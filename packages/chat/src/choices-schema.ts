import type { StandardSchema } from '@tabby/core'

/**
 * Checks what a program would trip over: that there are choices, and that each of them says something. Everything else
 * passes. It is written by hand because it runs for each piece of a stream, where a schema library costs a third more
 * time (measured), and because that library would be a seventh of what a chat program ships (1.2 of 8.5 kB).
 */
export function createChoicesSchema<T>(said: 'message' | 'delta'): StandardSchema<T> {
  return {
    '~standard': {
      version: 1,
      vendor: 'tabby',
      validate: (value) => {
        const choices = (value as { choices?: Record<string, unknown>[] } | null)?.choices
        return Array.isArray(choices) && choices.every((choice) => choice?.[said])
          ? { value: value as T }
          : { issues: [{ message: '', path: ['choices'] }] }
      },
    },
  }
}
