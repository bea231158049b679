/**
 * What the model says in a conversation: lines of which the first that fits counts, or these with `strict`, which
 * refuses a request that no line fits.
 */
export type Conversation = readonly ScriptedAnswer[] | { readonly lines: readonly ScriptedAnswer[]; strict?: boolean }

/** One line of a scripted conversation: what the model says when a message says something. */
export interface ScriptedAnswer {
  /** A text that the last message contains, in any case; or a regular expression written as `/weather in (\w+)/i`. Default any message. */
  when?: string
  /** The role of the last message that is not the model's own; a text completion has none. Default any. */
  role?: string
  /** How many requests the line replies to; after those, later lines count. Default all. */
  times?: number
  /** What it says: a text, or an answer with more than text. */
  answer?: string | ScriptedAnswerParts
  /** Several answers, in turn; the last one is given from then on, unless `times` ends the line. Instead of `answer`. */
  answers?: readonly (string | ScriptedAnswerParts)[]
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
