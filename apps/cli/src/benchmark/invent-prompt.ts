const words =
  'the a of to and in is that it was for on are as with his they at be this from have or by one had not but what all'.split(
    ' ',
  )

/** A text of about so many tokens that no server has seen before. Each of these words is one token almost everywhere. */
export function inventPrompt(tokens: number): string {
  return Array.from({ length: Math.max(1, tokens - 1) }, () => words[Math.floor(Math.random() * words.length)]).join(
    ' ',
  )
}
