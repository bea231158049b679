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
