import type { FinishReason, ToolCall, Usage } from '@tabby/core'
import type { HealthIssue } from '@tabby/health'
import type { ModelCardParameters, ModelLoadProgress } from '@tabby/models'

/** Tells what happens, in words or as JSON lines. */
export interface Report {
  show(event: Event): Promise<void>
  /** Ends a line or a progress bar that was broken off. */
  settle(): void
}

/** Something to tell; with `--json` each is a line of its own, exactly as it stands here. */
export type Event =
  | { type: 'server'; url: string; emulator: boolean; health: string; issues: readonly HealthIssue[] }
  | { type: 'key'; permission: string }
  | { type: 'note'; text: string }
  | ({ type: 'load'; model: string } & ModelLoadProgress)
  | { type: 'model'; id: string; parameters: ModelCardParameters | null }
  | { type: 'question'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'text'; text: string }
  | { type: 'tool_call'; call: ToolCall }
  | { type: 'tool_result'; tool_call_id: string | null; content: string; problem: string | null }
  | EndEvent

/** The end of an answer, and what it took; with tools, the model's last answer. */
export interface EndEvent {
  type: 'end'
  model: string
  finish_reason: FinishReason | null
  usage: Usage | null
  seconds_to_first_token: number | null
  /** The server's own figure, or what was seen here when it has none. */
  tokens_per_second: number | null
}
