import type { TabbyCollector } from '@tabby/core'
import type { Completion, CompletionChoice, CompletionLogprobs } from './completion.js'
import type { CompletionChunk } from './completion-chunk.js'

/**
 * Puts pieces together to what a text that was not streamed looks like.
 *
 * Pieces are added 64 at a time: a text that takes each by itself keeps all of them alive, and collecting the garbage
 * of a chunk then takes more than twice as long.
 */
export function createCompletionCollector(expectedChoices: number) {
  /** Each choice, and the pieces of its text that are still to be added. */
  const choices: [CompletionChoice, string[]][] = []
  let completion: Omit<Completion, 'choices'> = { id: '', object: 'text_completion', created: 0, model: '' }
  return {
    add(chunk) {
      // The first piece has all but usage, which comes with the last one.
      if (!completion.id || chunk.usage) completion = chunk
      for (const { index, finish_reason, eos_reason, text, logprobs } of chunk.choices) {
        const [choice, pieces] = (choices[index] ??= [{ index, finish_reason, text: '' }, []])
        if (pieces.push(text) > 63) choice.text += pieces.splice(0).join('')
        if (logprobs) addLogprobs(choice, logprobs)
        choice.finish_reason ??= finish_reason
        if (eos_reason !== undefined) choice.eos_reason = eos_reason
      }
    },
    getResult: () => ({
      ...completion,
      // A choice that has not begun is a hole in the list, which flatMap() leaves out.
      choices: choices.flatMap(([choice, pieces]) => ({ ...choice, text: choice.text + pieces.join('') })),
    }),
    isComplete: () => choices.filter(([choice]) => choice.finish_reason).length >= expectedChoices,
  } satisfies TabbyCollector<CompletionChunk>
}

/** Offsets begin at 0 in each piece (recording completion_logprobs_stream); here they go on at the last token's end. */
function addLogprobs(choice: CompletionChoice, added: CompletionLogprobs) {
  const known = (choice.logprobs ??= { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] })
  const start = known.tokens.length && known.text_offset.at(-1)! + [...known.tokens.at(-1)!].length
  for (const position of added.tokens.keys()) {
    known.tokens.push(added.tokens[position]!)
    known.token_logprobs.push(added.token_logprobs[position]!)
    known.top_logprobs.push(added.top_logprobs[position]!)
    known.text_offset.push(added.text_offset[position]! + start)
  }
}
