import type { TabbyCollector } from '@tabby/core'
import type { Completion, CompletionChoice, CompletionLogprobs } from './completion.js'
import type { CompletionChunk } from './completion-chunk.js'

/** Puts pieces together to what a text that was not streamed looks like. */
export function createCompletionCollector(expectedChoices: number) {
  const choices: CompletionChoice[] = []
  let completion: Completion = { id: '', object: 'text_completion', created: 0, model: '', choices }
  return {
    add(chunk) {
      // The first piece has all but usage, which comes with the last one.
      if (!completion.id || chunk.usage) completion = { ...chunk, choices }
      for (const piece of chunk.choices) addPiece(choices, piece)
    },
    // A choice that has not begun is a hole in the list, which flat() leaves out.
    getResult: () => ({ ...completion, choices: choices.flat() }),
    isComplete: () => choices.filter((choice) => choice.finish_reason).length >= expectedChoices,
  } satisfies TabbyCollector<CompletionChunk>
}

function addPiece(choices: CompletionChoice[], { index, finish_reason, eos_reason, text, logprobs }: CompletionChoice) {
  const choice = (choices[index] ??= { index, finish_reason, text: '' })
  if (logprobs) addLogprobs(choice, logprobs)
  choice.text += text
  choice.finish_reason ??= finish_reason
  if (eos_reason !== undefined) choice.eos_reason = eos_reason
}

/** Offsets begin at 0 in each piece (recording completion_logprobs_stream); here they go on at the last token's end. */
function addLogprobs(choice: CompletionChoice, added: CompletionLogprobs) {
  const known = (choice.logprobs ??= { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] })
  const start = known.tokens.length && known.text_offset.at(-1)! + [...known.tokens.at(-1)!].length
  for (const [position, token] of added.tokens.entries()) {
    known.tokens.push(token)
    known.token_logprobs.push(added.token_logprobs[position]!)
    known.top_logprobs.push(added.top_logprobs[position]!)
    known.text_offset.push(start + added.text_offset[position]!)
  }
}
