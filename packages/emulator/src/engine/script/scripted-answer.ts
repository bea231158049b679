/** One line of a scripted conversation: what the model says when a message says something. */
export interface ScriptedAnswer {
  /** A text that the last message contains, in any case; or a regular expression written as `/weather in (\w+)/i`. */
  when: string
  answer: string | ScriptedAnswerParts
}

/** An answer with more than text. */
export interface ScriptedAnswerParts {
  content?: string
  reasoning?: string
  toolCalls?: { name: string; arguments: Record<string, unknown> }[]
}
