/** Beyond this many characters no sentence for a person begins. */
const maxLength = 4000

/**
 * Reads an error body that is not JSON. uvicorn's "Internal Server Error" is a sentence for a person; a page is none,
 * and what looks like JSON may hold the prompt, also behind a sentence: the sentence alone is kept.
 */
export function readPlainText(body: string): string {
  const text = body.slice(0, maxLength).trim()
  if (/^[<{["']|<[/!a-z]/i.test(text)) return ''
  const json = text.search(/\{|\[\s?["'{[]/)
  return (json < 0 ? text : text.slice(0, json)).trim()
}
