import type { Tool } from '@tabby/chat'

/** What a server says about one of its tools. A server may be wrong: trust it as far as you trust the server. */
export interface McpAnnotations {
  /** A name for people. */
  readonly title?: string | undefined
  /** The tool changes nothing. */
  readonly readOnlyHint?: boolean | undefined
  /** The tool may delete or overwrite. */
  readonly destructiveHint?: boolean | undefined
  /** A second call with the same arguments changes nothing more. */
  readonly idempotentHint?: boolean | undefined
  /** The tool reaches beyond the server, such as into the web. */
  readonly openWorldHint?: boolean | undefined
}

/** A tool of an MCP server, for `runTools` and `streamTools`. */
export interface McpTool extends Tool<string, unknown, string> {
  /** What its server says about it. It is not sent to the model. */
  readonly annotations: McpAnnotations
}
