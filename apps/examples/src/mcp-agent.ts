// An agent whose tools are those of an MCP server: it may read the files of this folder, and nothing else.
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { streamTools } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import { allowReadOnly, listMcpTools } from '@tabby/mcp'

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
})
const program = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'))
const mcp = new Client({ name: 'mcp-agent', version: '1.0.0' })
await mcp.connect(new StdioClientTransport({ command: process.execPath, args: [program, '.'], stderr: 'ignore' }))

// Each tool costs prompt tokens, so the model gets those that it needs.
const names = ['list_allowed_directories', 'list_directory', 'read_text_file']
const tools = await listMcpTools(mcp, { prefix: 'files__', filter: ({ name }) => names.includes(name) })
const messages = [{ role: 'user' as const, content: 'Which folders may you read?' }]
const run = streamTools(client, { messages }, { tools, approve: allowReadOnly(tools), onToolError: 'tell-model' })
for await (const event of run) {
  if (event.type === 'text') process.stdout.write(event.text)
  if (event.type === 'tool-result') console.log(`(${event.result.name}: ${event.result.content.split('\n')[0]})`)
}
console.log()
await mcp.close()
