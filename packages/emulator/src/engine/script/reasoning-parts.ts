import { splitText } from '../tokenizer/split-text.js'
import { loremWord } from './lorem-words.js'

/** What decides whether and how long a model reasons. */
export interface ReasoningWish {
  readonly startTag: string
  readonly endTag: string
  /** The prompt ends within reasoning already, so that no start tag is written. */
  readonly begun: boolean
  /** Words that `[[think:N]]` asks for. */
  readonly words: number | undefined
  /** Reasoning in readable words, when lorem ipsum is not wanted. */
  readonly text: string | undefined
  readonly budget: number | undefined
  readonly budgetMessage: string
}

/** The reasoning that comes before an answer, with its tags. */
export function reasoningParts(wish: ReasoningWish): string[] {
  const length = wish.words ?? (wish.begun ? 6 : 0)
  if (!wish.begun && length === 0) return []
  const thought =
    wish.words === undefined && wish.text !== undefined
      ? splitText(wish.text, false)
      : Array.from({ length }, (_, index) => loremWord(5 + index))
  const opening = wish.begun ? [] : [wish.startTag, '\n']
  const cut = wish.budget !== undefined && wish.budget >= 0 && thought.length > wish.budget
  const closing = cut
    ? [...thought.slice(0, wish.budget), ...splitText(wish.budgetMessage, false)]
    : [...thought, '\n']
  return [...opening, ...closing, wish.endTag, '\n\n']
}
