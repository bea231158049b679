import { createRedactor } from './create-redactor.js'

/**
 * Replaces secrets in a text by `***`, however they are written: as they are, with the escapes of JSON, percent-encoded
 * (also twice), as HTML entities, in base64 and base64url, with and without a scheme such as `Bearer`, and each cookie
 * by itself. A secret of less than eight characters stays: it may be a word of the text.
 *
 * It makes no request. Its time grows with the length of the text, whatever is in it.
 *
 * @param text - A finished text, for a person or a log.
 * @param secrets - Keys, tokens, or the values of headers that hold some.
 * @returns The text without the secrets.
 *
 * @example
 * ```ts
 * import { toRedactedText } from '@tabby/core'
 *
 * console.log(toRedactedText('bad key sk\\/live-1234567', ['sk/live-1234567'])) // bad key ***
 * ```
 */
export function toRedactedText(text: string, secrets: readonly string[]): string {
  return createRedactor(secrets)(text)
}
