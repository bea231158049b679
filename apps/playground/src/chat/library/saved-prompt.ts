/** A text that is used again and again, under a name. */
export interface SavedPrompt {
  /** What is typed after `/`: it has no spaces. */
  name: string
  text: string
}

/** Reads a prompt from a value that may hold anything; undefined if it has no name or no text. */
export function readSavedPrompt(value: unknown): SavedPrompt | undefined {
  const { name, text } = (value ?? {}) as Record<string, unknown>
  if (typeof name !== 'string' || typeof text !== 'string') return undefined
  const written = toPromptName(name)
  return written && text.trim() ? { name: written, text } : undefined
}

/** The name as it can be typed after `/`: spaces become hyphens. */
export function toPromptName(typed: string): string {
  return typed.trim().replace(/^\/+/, '').replaceAll(/\s+/g, '-')
}
