import type { ToolSpec } from '../tools/tool-spec.js'
import type { Marks } from './marks.js'
import type { ScriptedAnswer } from './scripted-answer.js'

/** Everything a scripted model looks at before it answers. */
export interface ScriptRequest {
  /** What it answers: the last message that is not its own, or the prompt. */
  readonly instruction: string
  /** The last message is what a tool gave back. */
  readonly afterTool: boolean
  /** The whole rendered prompt. */
  readonly prompt: string
  readonly marks: Marks
  readonly tools: readonly ToolSpec[]
  /** A JSON schema that the answer satisfies. */
  readonly schema: Record<string, unknown> | boolean | undefined
  /** A regular expression that the answer satisfies. */
  readonly pattern: string | undefined
  readonly dialect: 'plain' | 'harmony'
  readonly tags: { readonly startToken: string; readonly endToken: string }
  /** Readable words where nothing else is asked for, or lorem ipsum. */
  readonly words: 'readable' | 'lorem'
  /** Tokens that are generated at most: nothing is made that would come after them. */
  readonly limit: number
  readonly reasoningBudget: number | undefined
  readonly reasoningBudgetMessage: string
  readonly conversation: readonly ScriptedAnswer[]
}
