/** A value as JSON with indentation; `…` for one that is nested too deeply, as a model in a loop may write it. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? ''
  } catch {
    return '…'
  }
}
