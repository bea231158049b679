import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { onTestFinished } from 'vitest'

const require = createRequire(import.meta.url)

const manifests = {
  'server-everything': require.resolve('@modelcontextprotocol/server-everything/package.json'),
  'server-filesystem': require.resolve('@modelcontextprotocol/server-filesystem/package.json'),
}

/** The program of a server from npm. */
export const findServer = (name: keyof typeof manifests) => join(dirname(manifests[name]), 'dist', 'index.js')

/** Starts a server as a process of its own, and connects to it over stdio. */
export async function connectServer(name: keyof typeof manifests, args: string[]) {
  const mcp = new Client({ name: 'test', version: '1.0.0' })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [findServer(name), ...args],
    stderr: 'ignore',
  })
  await mcp.connect(transport)
  onTestFinished(() => mcp.close())
  return { mcp, transport }
}
