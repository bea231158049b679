import { UsageError } from '../../failure/usage-error.js'

/** Reads token ids with spaces or commas between them, in brackets or not. */
export function parseTokens(text: string): number[] {
  return text
    .split(/[\s,[\]]+/)
    .filter(Boolean)
    .map((word) => {
      if (!/^\d+$/.test(word)) throw new UsageError('token ids are whole numbers, 0 or more')
      return Number(word)
    })
}
