/** Writes a value as indented JSON; `…` for one that is nested too deeply, as a looping model may write. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? ''
  } catch {
    return '…'
  }
}
