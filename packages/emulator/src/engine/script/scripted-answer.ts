/**
 * A scripted conversation: of its lines, the first that matches counts. With `strict`, a request that no line matches is
 * refused.
 */
export type Conversation = readonly ScriptedAnswer[] | { readonly lines: readonly ScriptedAnswer[]; strict?: boolean }

/** One line of a scripted conversation: what the model replies, and to which messages. */
export interface ScriptedAnswer {
  /** A text that the last message contains, in any case, or a regular expression such as `/weather in (\w+)/i`. Default: any message. */
  when?: string
  /** The role of the last message that is not the model's own; a text completion has none. Default: any. */
  role?: string
  /** How many requests the line replies to; after those, later lines count. Default: all. */
  times?: number
  /** The reply: a text, or one with reasoning or tool calls. */
  answer?: string | ScriptedAnswerParts
  /** Several replies in turn, instead of `answer`. The last one is repeated unless `times` ends the line. */
  answers?: readonly (string | ScriptedAnswerParts)[]
}

/** A reply with more than text. */
export interface ScriptedAnswerParts {
  /** The text. */
  content?: string
  /** The reasoning before it. */
  reasoning?: string
  /** The tool calls. */
  toolCalls?: { name: string; arguments: Record<string, unknown> }[]
}

/** A script that is being played: it knows which of its answers were given. */
export interface PlayedScript {
  /** Refuses what no line fits. */
  readonly strict: boolean
  /** Takes the next answer of the first line that fits and is not used up. */
  take(instruction: string, role: string | undefined): ScriptedAnswerParts | undefined
}

/** A script from its beginning. */
export function playScript(conversation: Conversation = []): PlayedScript {
  const { lines, strict = false } = 'lines' in conversation ? conversation : { lines: conversation }
  const given = lines.map(() => 0)
  return {
    strict,
    take(instruction, role) {
      const found = lines.findIndex(
        (line, index) =>
          (given[index] ?? 0) < (line.times ?? Infinity) &&
          (line.role === undefined || line.role === role) &&
          matches(line.when ?? '', instruction),
      )
      const line = lines[found]
      if (!line) return undefined
      const turn = given[found] ?? 0
      given[found] = turn + 1
      const answer = line.answers?.[Math.min(turn, line.answers.length - 1)] ?? line.answer ?? ''
      return typeof answer === 'string' ? { content: answer } : answer
    },
  }
}

function matches(when: string, instruction: string): boolean {
  return readPattern(when)?.test(instruction) ?? instruction.toLowerCase().includes(when.toLowerCase())
}

/** The regular expression that a text between slashes is; `undefined` for a plain text. Throws for a broken one. */
export function readPattern(when: string): RegExp | undefined {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(when) ?? []
  return source === undefined ? undefined : new RegExp(source, flags.replace('g', ''))
}
