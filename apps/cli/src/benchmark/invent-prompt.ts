const words = 'the a of to and in is that it was for on are as with his they at be this from have or by one had not but'
const vocabulary = words.split(' ')
const pickWord = (): string => vocabulary[Math.floor(Math.random() * vocabulary.length)] ?? ''

/**
 * A text of about so many tokens that no server has seen before. Each of these words is one token almost everywhere;
 * the beginning of sequence is one too.
 */
export function inventPrompt(tokens: number): string {
  return Array.from({ length: Math.max(1, tokens - 1) }, pickWord).join(' ')
}
