import type { StandardSchema } from '@tabby/core'

/** Takes the text in one field of a response, which is all that a diagnosis needs of it. */
export function textSchema(field: string): StandardSchema<string> {
  const validate = (response: unknown) => {
    const value =
      typeof response === 'object' && response !== null && Object.hasOwn(response, field)
        ? (response as Record<string, unknown>)[field]
        : undefined
    return typeof value === 'string' ? { value } : { issues: [{ message: 'not a text', path: [field] }] }
  }
  return { '~standard': { version: 1, vendor: 'tabby', validate } }
}
