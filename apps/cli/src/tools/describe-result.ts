/** Longest result that is shown; the model gets all of it. */
const longest = 400

/** What a tool gave, in one line. */
export function describeResult(content: string): string {
  const line = content.replace(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)} … (${content.length} characters)` : line
}
