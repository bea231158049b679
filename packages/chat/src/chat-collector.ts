import type { TabbyCollector, ToolCall } from '@tabby/core'
import type { ChatChoice, ChatCompletion } from './chat-completion.js'
import type { ChatChunkChoice, ChatCompletionChunk } from './chat-completion-chunk.js'

/**
 * Puts pieces together to what an answer that was not streamed looks like.
 *
 * It is the guard of the stream too: an event that it cannot read makes it throw, which the stream reports as an
 * invalid event. A schema in front of it would check the same things once more.
 */
export function createChatCollector(expectedChoices: number) {
  const choices: ChatChoice[] = []
  let answer: ChatCompletion = { id: '', object: 'chat.completion', created: 0, model: '', choices }
  return {
    add(chunk) {
      // The first piece has all but usage, which comes with the last one.
      if (!answer.id || chunk.usage) answer = { ...chunk, object: answer.object, choices }
      for (const piece of chunk.choices) addPiece(choices, piece)
    },
    // A choice that has not begun is a hole in the list, which flat() leaves out.
    getResult: () => ({ ...answer, choices: choices.flat() }),
    isComplete: () => choices.filter((choice) => choice.finish_reason).length >= expectedChoices,
  } satisfies TabbyCollector<ChatCompletionChunk>
}

function addPiece(choices: ChatChoice[], piece: ChatChunkChoice) {
  const { index, delta, finish_reason } = piece
  const choice = (choices[index] ??= { index, finish_reason, message: { role: 'assistant', content: null } })
  const { message } = choice
  if (delta.content) message.content = (message.content ?? '') + delta.content
  if (delta.reasoning_content) message.reasoning_content = (message.reasoning_content ?? '') + delta.reasoning_content
  for (const call of delta.tool_calls ?? []) addToolCall((message.tool_calls ??= []), call)
  for (const entry of piece.logprobs?.content ?? []) (choice.logprobs ??= { content: [] }).content.push(entry)
  choice.finish_reason ??= finish_reason
  if (piece.eos_reason !== undefined) choice.eos_reason = piece.eos_reason
}

/** The server sends whole calls; pieces of arguments, as OpenAI sends them, are put together too. */
function addToolCall(calls: ToolCall[], call: ToolCall) {
  const known = calls.find(({ index, id }) => index === call.index && (!call.id || id === call.id))
  if (known) known.function.arguments += call.function.arguments
  else calls.push({ ...call, function: { ...call.function } })
}
