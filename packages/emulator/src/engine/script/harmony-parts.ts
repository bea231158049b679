import { splitText } from '../tokenizer/split-text.js'
import { loremWord } from './lorem-words.js'

/** An answer in the channels that harmony models write (chat_harmony: 16 tokens for 3 words of reasoning and 4 of answer). */
export function harmonyParts(answer: readonly string[], think: number | undefined, reasoning: string | undefined): string[] {
  const thought =
    reasoning !== undefined
      ? splitText(reasoning, false)
      : Array.from({ length: think ?? 0 }, (_, index) => loremWord(5 + index))
  const analysis =
    thought.length > 0
      ? ['<|channel|>', 'analysis', '<|message|>', ...thought, '<|end|>', '<|start|>', 'assistant']
      : []
  return [...analysis, '<|channel|>', 'final', '<|message|>', ...answer]
}
