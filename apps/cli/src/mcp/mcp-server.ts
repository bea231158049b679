/** An MCP server that the user has named. */
export interface McpServer {
  /** What it is called, and what its tools begin with. */
  readonly name: string
  /** A program that is started, or an address. */
  readonly target: McpProgram | McpAddress
}

/** A server that is started, and speaks through its standard streams. */
export interface McpProgram {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string | undefined
}

/** A server that is running, and speaks over streamable HTTP. */
export interface McpAddress {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}
