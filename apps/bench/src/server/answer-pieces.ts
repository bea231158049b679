/** The texts of one lap of a streamed answer, which longer answers repeat: words, CJK, emoji, accents, white space. */
const words = [
  'Lorem',
  ' ipsum',
  ' dolor',
  '你好，',
  '世界。',
  ' Größe',
  '\n\n',
  ' 😀',
  '日本語の',
  ' naïve',
  '👩‍👩‍👧‍👦',
  ' "quoted"',
]

/** How many events a lap has. */
export const lapLength = 1000

/** The text of an event. They differ in length as tokens do; one event has about 250 bytes. */
export function getPiece(index: number): string {
  const place = index % lapLength
  const word = words[place % words.length]!
  return place % 7 === 0 ? `${word} ${word}` : word
}

/** The whole text of an answer of so many events. */
export function getText(events: number): string {
  return Array.from({ length: events }, (_, index) => getPiece(index)).join('')
}
