import type { Client } from '@modelcontextprotocol/client'
import type { McpServer } from '@modelcontextprotocol/server'
import { runTools, type Tool } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import { allowReadOnly, listMcpTools, type McpTool } from '../src/index.js'
import { createTabbyMcpServer } from '../src/server/index.js'

declare const client: TabbyClient
declare const mcp: Client
declare const own: Tool<'own', { city: string }>

test('tools of a server stand beside tools of a program', async () => {
  const tools = await listMcpTools(mcp, {
    prefix: 'a__',
    filter: ({ annotations }) => annotations.readOnlyHint === true,
  })
  expectTypeOf(tools).toEqualTypeOf<McpTool[]>()
  await runTools(client, { messages: [] }, { tools: [own, ...tools], approve: allowReadOnly(tools) })
  // @ts-expect-error -- a typo in an option
  await listMcpTools(mcp, { prefx: 'a' })
})

test('a server is one of the SDK', () => {
  expectTypeOf(createTabbyMcpServer(client, { admin: true })).toEqualTypeOf<McpServer>()
  // @ts-expect-error -- a typo in an option
  createTabbyMcpServer(client, { admn: true })
})
