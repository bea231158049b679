/** A function that a request offers to the model. */
export interface ToolSpec {
  readonly name: string
  readonly description: string
  /** JSON schema of the arguments. */
  readonly parameters: Record<string, unknown>
}

/** A call as it stands in an answer. */
export interface ParsedToolCall {
  readonly name: string
  /** JSON, as Python's `json.dumps` writes it. */
  readonly arguments: string
}
