import type { Command } from 'commander'
import { collectValue } from '../commands/flags.js'

/** Flags that name MCP servers. */
export interface McpFlags {
  allowReadOnly?: boolean
  log?: string
  mcp?: string[]
  mcpConfig?: string
  mcpTools?: string[]
}

/** Adds the flags that name MCP servers. */
export function addMcpFlags(command: Command): void {
  command
    .option(
      '--mcp <command>',
      'start an MCP server, or connect to an http address, for its tools (repeatable)',
      collectValue,
    )
    .option('--mcp-config <file>', 'MCP servers of a file in the format of Claude Desktop and LM Studio')
    .option('--mcp-tools <names>', 'offer only these tools of the MCP servers, separated by commas', parseNames)
    .option('--allow-read-only', 'run tools without asking if their MCP server says that they only read')
}

const parseNames = (text: string): string[] => text.split(',').map((name) => name.trim())
