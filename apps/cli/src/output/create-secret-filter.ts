import { toRedactedText } from '@tabby/core'

/** Removes secrets from a text that arrives in chunks. */
export interface SecretFilter {
  /** What can be shown now. What may be the beginning of a secret is held back until more has arrived. */
  push(chunk: string): string
  /** What was held back. */
  flush(): string
}

/** Finds secrets also if they are split across chunks. */
export function createSecretFilter(secrets: ReadonlySet<string>): SecretFilter {
  let held = ''
  return {
    push(chunk) {
      const text = toRedactedText(held + chunk, [...secrets])
      const length = Math.max(0, ...Array.from(secrets, (secret) => measureBeginning(text, secret)))
      held = text.slice(text.length - length)
      return text.slice(0, text.length - length)
    },
    flush() {
      const rest = held
      held = ''
      return rest
    },
  }
}

/** How many characters at the end of the text are the beginning of the secret. */
function measureBeginning(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(secret.slice(0, length))) return length
  }
  return 0
}
