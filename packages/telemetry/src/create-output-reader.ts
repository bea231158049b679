import { isRecord } from '@tabby/kit/deltas/is-record'
import { toParts } from './describe-input.js'

/** Assembles a completion from a JSON response or from the chunks of a stream. */
export interface OutputReader {
  read(value: unknown): void
  /** The messages in the form of the conventions, as JSON; undefined if nothing arrived. */
  describe(): string | undefined
}

interface GatheredChoice {
  role: string
  content: string
  reasoning: string
  finishReason: string
  readonly calls: Map<number, { id?: unknown; function: { name: string; arguments: string } }>
}

/** Makes a reader, only for `content: true`: it keeps the whole completion. */
export function createOutputReader(): OutputReader {
  const choices = new Map<number, GatheredChoice>()

  const readChoice = (choice: Record<string, unknown>, place: number) => {
    const index = typeof choice['index'] === 'number' ? choice['index'] : place
    const gathered: GatheredChoice = choices.get(index) ?? {
      role: 'assistant',
      content: '',
      reasoning: '',
      // The conventions require one; a stream that the caller left has none.
      finishReason: '',
      calls: new Map(),
    }
    choices.set(index, gathered)
    const { delta, message, text, finish_reason: reason } = choice
    if (typeof reason === 'string') gathered.finishReason = reason
    if (typeof text === 'string') gathered.content += text
    for (const written of [delta, message]) if (isRecord(written)) readMessage(gathered, written)
  }

  return {
    read(value) {
      if (!isRecord(value) || !Array.isArray(value['choices'])) return
      for (const [place, choice] of value['choices'].entries()) if (isRecord(choice)) readChoice(choice, place)
    },
    describe() {
      if (choices.size === 0) return undefined
      const messages = [...choices]
        .sort(([one], [other]) => one - other)
        .map(([, { role, content, reasoning, finishReason, calls }]) => ({
          role,
          parts: toParts(content, reasoning, [...calls.values()]),
          finish_reason: finishReason,
        }))
      return JSON.stringify(messages)
    },
  }
}

function readMessage(gathered: GatheredChoice, written: Record<string, unknown>): void {
  const { role, content, reasoning_content: reasoning, tool_calls: calls } = written
  if (typeof role === 'string') gathered.role = role
  if (typeof content === 'string') gathered.content += content
  if (typeof reasoning === 'string') gathered.reasoning += reasoning
  if (!Array.isArray(calls)) return
  for (const [place, call] of calls.entries()) {
    if (!isRecord(call)) continue
    const { index, id, function: told } = call
    const key = typeof index === 'number' ? index : place
    const kept = gathered.calls.get(key) ?? { function: { name: '', arguments: '' } }
    gathered.calls.set(key, kept)
    if (id !== undefined) kept.id = id
    if (!isRecord(told)) continue
    if (typeof told['name'] === 'string') kept.function.name += told['name']
    if (typeof told['arguments'] === 'string') kept.function.arguments += told['arguments']
  }
}
