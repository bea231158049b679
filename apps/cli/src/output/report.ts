import type { FinishReason, ToolCall, Usage } from '@tabby/core'
import type { HealthIssue } from '@tabby/health'
import type { ModelCardParameters, ModelLoadProgress } from '@tabby/models'

/** Shows what happens, as text or as JSON lines. */
export interface Report {
  /**
   * Loads what a reply is shown with. What a server has sent is lost if its connection breaks before it is read, so
   * nothing may be loaded while it arrives.
   */
  prepare(): Promise<void>
  show(event: Event): Promise<void>
  /** Ends a line or a progress bar that was interrupted. */
  settle(): void
}

/** Something to show; with `--json` each event is a line of JSON, exactly as declared here. */
export type Event =
  | { type: 'server'; url: string; emulator: boolean; health: string; issues: readonly HealthIssue[] }
  | { type: 'key'; permission: string }
  | { type: 'note'; text: string }
  | ({ type: 'load'; model: string } & ModelLoadProgress)
  | { type: 'model'; id: string; parameters: ModelCardParameters | null; prompt_limit?: number | undefined }
  | { type: 'question'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'text'; text: string }
  | { type: 'tool_call'; call: ToolCall }
  | { type: 'tool_result'; tool_call_id: string | null; content: string; problem: string | null }
  | EndEvent

/** The end of a reply, and its statistics; in a run of tools, those of the last reply. */
export interface EndEvent {
  type: 'end'
  model: string
  finish_reason: FinishReason | null
  usage: Usage | null
  seconds_to_first_token: number | null
  /** The server's own figure, or what was measured here if it has none. */
  tokens_per_second: number | null
  /** The most tokens that a conversation may have, if it was asked for. */
  prompt_limit?: number | undefined
}
