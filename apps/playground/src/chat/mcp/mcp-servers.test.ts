import { expect, test } from 'vitest'
import { changeChatSettings } from '../state/chat-settings.js'
import { addMcpServer, isMcpServerUsed, mcpServers, removeMcpServer, toPrefix } from './mcp-servers.js'

test('servers have names of their own, which the names of their tools begin with', () => {
  const [first, second] = [addMcpServer('http://127.0.0.1:1/mcp', ''), addMcpServer('http://127.0.0.1:2/mcp', '')]
  const long = addMcpServer(`https://${'a'.repeat(50)}.example.com/mcp`, '')
  expect(mcpServers.value.map(toPrefix)).toEqual(['127_0_0_1__', '127_0_0_1_2__', `${'a'.repeat(24)}__`])
  changeChatSettings({ tools: ['127_0_0_1_2__echo'] })
  expect([first, second, long].map(isMcpServerUsed)).toEqual([false, true, false])
  removeMcpServer(first)
  expect(mcpServers.value).toEqual([second, long])
})
