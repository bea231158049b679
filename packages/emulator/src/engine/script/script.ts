import type { Sampler } from '../structured/load-sampler.js'
import type { ToolSpec } from '../tools/tool-calls.js'
import type { Directives } from './directives.js'
import type { ScriptedAnswerParts } from './scripted-answer.js'

/** What a scripted model is going to say, part by part. */
export interface Script {
  /** The parts up to the natural end, made as they are asked for. */
  readonly parts: Iterable<string>
  /** What it goes on with when it may not end yet. */
  filler(index: number): string
  /** How it ends when it has said everything. */
  readonly ending: 'stop_token' | 'end_filter' | 'loop_detected'
}

/** Everything a scripted model looks at before it answers. */
export interface ScriptRequest {
  /** What it answers: the last message that is not its own, or the prompt. */
  readonly instruction: string
  /** The last message is what a tool gave back. */
  readonly afterTool: boolean
  /** The whole rendered prompt. */
  readonly prompt: string
  readonly directives: Directives
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
  /** What a line of the conversation says, if one fits. */
  readonly scripted: ScriptedAnswerParts | undefined
  /** Makes what satisfies schemas and patterns; there whenever a schema, a pattern or a tool is. */
  readonly sampler: Sampler | undefined
}
