/** Further parameters as they were typed, or why they are not any. */
import { settingsWords } from '../../words/settings-words.js'

export type ExtraParamsReading = { params: Record<string, unknown> | undefined } | { issue: string }

/** Reads further parameters of a request, which are typed as JSON; undefined if nothing was typed. */
export function readExtraParams(text: string): ExtraParamsReading {
  if (!text.trim()) return { params: undefined }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { params: value as Record<string, unknown> }
    }
    return { issue: settingsWords.theyAreAnObjectName }
  } catch (error) {
    return { issue: settingsWords.thisIsNotValidJson((error as Error).message) }
  }
}
