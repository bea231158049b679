const WORDS = [
  ' Lorem| ipsum| dolor| sit| amet|,| consectetur| adipiscing| elit|,| sed| do| eiusmod| tempor| incididunt| ut',
  '| labore| et| dolore| magna| aliqua|.| Ut| enim| ad| minim| veniam|,| quis| nostrud| exercitation| ullamco',
  '| laboris| nisi',
]
  .join('')
  .split('|')

/** The word at a place of the endless text that the recorded model says (keys_rotated_during_stream). */
export function loremWord(index: number): string {
  return index === 0 ? 'Lorem' : (WORDS[index % WORDS.length] ?? '')
}
