import { toRedactedText } from '@tabby/core'

/** Takes secrets out of a text that comes in pieces. */
export interface SecretFilter {
  /** What may be shown now. The beginning of a secret is held back until it is known how it goes on. */
  push(piece: string): string
  /** What was held back. */
  flush(): string
}

/** Finds secrets also where they are cut by the end of a piece. */
export function createSecretFilter(secrets: ReadonlySet<string>): SecretFilter {
  let held = ''
  return {
    push(piece) {
      const text = toRedactedText(held + piece, [...secrets])
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
