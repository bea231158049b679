import type { TabbyCollector, ToolCall } from '@tabby/core'
import type { ChatAnswer, ChatChoice, ChatCompletion } from './chat-completion.js'
import type { ChatCompletionChunk } from './chat-completion-chunk.js'

/**
 * Puts pieces together to what an answer that was not streamed looks like.
 *
 * It is the guard of the stream too: an event that it cannot read makes it throw, which the stream reports as an
 * invalid event. A schema in front of it would check the same things once more.
 */
export function createChatCollector(expectedChoices: number) {
  const choices: ChatChoice[] = []
  let answer: Omit<ChatCompletion, 'object' | 'choices'> = { id: '', created: 0, model: '' }
  let growing: ChatAnswer | undefined
  let field: 'content' | 'reasoning_content' = 'content'
  let pieces: string[] = []
  /**
   * Adds a piece to a text, 64 at a time; called with nothing, it adds what is left. A text that takes each piece by
   * itself keeps all of them alive: a chunk then cost 0.24 µs of garbage collection, as against 0.10.
   */
  const grow = (message?: ChatAnswer, name = field, piece?: string | null) => {
    if (message && !piece) return
    if (message !== growing || name !== field || pieces.length > 63) {
      if (growing) growing[field] = (growing[field] ?? '') + pieces.join('')
      growing = message
      field = name
      pieces = []
    }
    if (piece) pieces.push(piece)
  }
  return {
    add(chunk) {
      // The first piece has all but usage, which comes with the last one.
      if (!answer.id || chunk.usage) answer = chunk
      for (const { index, delta, finish_reason, eos_reason, logprobs } of chunk.choices) {
        const choice = (choices[index] ??= { index, finish_reason, message: { role: 'assistant', content: null } })
        grow(choice.message, 'content', delta.content)
        grow(choice.message, 'reasoning_content', delta.reasoning_content)
        for (const call of delta.tool_calls ?? []) addToolCall((choice.message.tool_calls ??= []), call)
        for (const entry of logprobs?.content ?? []) (choice.logprobs ??= { content: [] }).content.push(entry)
        choice.finish_reason ??= finish_reason
        if (eos_reason !== undefined) choice.eos_reason = eos_reason
      }
    },
    getResult(): ChatCompletion {
      grow()
      // A choice that has not begun is a hole in the list, which flat() leaves out.
      return { ...answer, object: 'chat.completion', choices: choices.flat() }
    },
    isComplete: () => choices.filter((choice) => choice.finish_reason).length >= expectedChoices,
  } satisfies TabbyCollector<ChatCompletionChunk>
}

/** The server sends whole calls; pieces of arguments, as OpenAI sends them, are put together too. */
function addToolCall(calls: ToolCall[], call: ToolCall) {
  const known = calls.find((each) => each.index === call.index && (!call.id || each.id === call.id))
  if (known) known.function.arguments += call.function.arguments
  else calls.push({ ...call, function: { ...call.function } })
}
