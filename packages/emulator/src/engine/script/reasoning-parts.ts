import { splitText } from '../tokenizer/split-text.js'

/** The reasoning of an answer, and where it stands. */
export interface ReasoningWish {
  readonly thought: readonly string[]
  readonly startTag: string
  readonly endTag: string
  /** The prompt ends within reasoning already, so that no start tag is written. */
  readonly begun: boolean
  /** Tokens after which reasoning is cut; absent or negative is no limit. */
  readonly budget: number | undefined
  /** What is put in where reasoning is cut (chat_reasoning_budget). */
  readonly budgetMessage: string
}

/** The reasoning that comes before an answer, with its tags. */
export function reasoningParts({ thought, startTag, endTag, begun, budget, budgetMessage }: ReasoningWish): string[] {
  if (!begun && thought.length === 0) return []
  const cut = budget !== undefined && budget >= 0 && thought.length > budget
  return [
    ...(begun ? [] : [startTag, '\n']),
    ...(cut ? [...thought.slice(0, budget), ...splitText(budgetMessage, false)] : [...thought, '\n']),
    endTag,
    '\n\n',
  ]
}
