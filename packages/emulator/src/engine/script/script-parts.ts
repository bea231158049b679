import { splitText } from '../tokenizer/split-text.js'

/**
 * An answer in the channels that harmony models write (chat_harmony: 16 tokens for 3 words of reasoning and 4 of
 * answer).
 */
export function* harmonyParts(answer: Iterable<string>, thought: readonly string[]): Generator<string> {
  const analysis =
    thought.length > 0
      ? ['<|channel|>', 'analysis', '<|message|>', ...thought, '<|end|>', '<|start|>', 'assistant']
      : []
  yield* [...analysis, '<|channel|>', 'final', '<|message|>']
  yield* answer
}

/** The reasoning of an answer, and where it stands. */
interface ReasoningWish {
  readonly thought: readonly string[]
  readonly startToken: string
  readonly endToken: string
  /** The prompt ends within reasoning already, so that no start tag is written. */
  readonly begun: boolean
  /** Tokens after which reasoning is cut; absent or negative is no limit. */
  readonly budget: number | undefined
  /** What is put in where reasoning is cut (chat_reasoning_budget). */
  readonly budgetMessage: string
}

/** The reasoning that comes before an answer, with its tags. */
export function reasoningParts({
  thought,
  startToken,
  endToken,
  begun,
  budget,
  budgetMessage,
}: ReasoningWish): string[] {
  if (!begun && thought.length === 0) return []
  const whole = [...thought, '\n']
  // The budget is looked at after a token, so that 0 lets one through (budget_zero__budget_0), and one that is just
  // enough is exhausted as well.
  const allowed = Math.max(budget ?? -1, 1)
  const cut = budget !== undefined && budget >= 0 && whole.length >= allowed
  return [
    ...(begun ? [] : [startToken, '\n']),
    ...(cut ? [...whole.slice(0, allowed), ...splitText(budgetMessage, false)] : whole),
    endToken,
    '\n\n',
  ]
}
