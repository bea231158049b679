/** One line of a scripted conversation: what the model says when a message says something. */
export interface ScriptedAnswer {
  /** A text that the last message contains, in any case; or a regular expression written as `/weather in (\w+)/i`. */
  when: string
  /** What it says: a text, or an answer with more than text. */
  answer: string | ScriptedAnswerParts
}

/** An answer with more than text. */
export interface ScriptedAnswerParts {
  /** What is said. */
  content?: string
  /** What is thought before it is said. */
  reasoning?: string
  /** The calls that are made. */
  toolCalls?: { name: string; arguments: Record<string, unknown> }[]
}

/** The first line of a scripted conversation that fits what was said. */
export function findScriptedAnswer(
  conversation: readonly ScriptedAnswer[],
  instruction: string,
): ScriptedAnswerParts | undefined {
  const found = conversation.find(({ when }) => matches(when, instruction))
  if (!found) return undefined
  return typeof found.answer === 'string' ? { content: found.answer } : found.answer
}

function matches(when: string, instruction: string): boolean {
  const pattern = /^\/(.+)\/([a-z]*)$/s.exec(when)
  if (!pattern) return instruction.toLowerCase().includes(when.toLowerCase())
  return new RegExp(pattern[1] ?? '', (pattern[2] ?? '').replace('g', '')).test(instruction)
}
