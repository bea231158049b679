export { allowReadOnly } from './allow-read-only.js'
export { listMcpTools, type McpToolsOptions } from './list-mcp-tools.js'
export type { McpAnnotations, McpTool } from './mcp-tool.js'
