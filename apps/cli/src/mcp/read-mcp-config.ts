import { readFile, stat } from 'node:fs/promises'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from '../files/describe-file-failure.js'
import type { McpServer } from './mcp-server.js'

/**
 * Reads a file in the format of Claude Desktop and LM Studio: `{ "mcpServers": { NAME: { command, args, env, cwd } } }`, or
 * `{ url, headers }`. Unknown fields are ignored, because other programs keep theirs there. Errors quote no values.
 */
export async function readMcpConfig(path: string): Promise<McpServer[]> {
  const refuse = (why: string): UsageError => new UsageError(`${path} cannot be read as a list of MCP servers: ${why}`)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read ${describeFileFailure(error)}`, { cause: error })
  })
  let servers: unknown
  try {
    // Editors on Windows put a byte order mark in front, which is not valid JSON.
    servers = (JSON.parse(text.replace(/^\uFEFF/, '')) as { mcpServers?: unknown } | null)?.mcpServers
  } catch {
    throw refuse('it is not JSON')
  }
  if (!isObject(servers)) throw refuse('it has no mcpServers, an object with a server for each name')
  const read = Object.entries(servers).map(([name, fields]) => {
    try {
      return readServer(name, fields)
    } catch (error) {
      throw refuse(`${JSON.stringify(name)} ${(error as Error).message}`)
    }
  })
  for (const { name, target } of read) {
    if (!('command' in target) || target.cwd === undefined) continue
    const isFolder = await stat(target.cwd).then(
      (found) => found.isDirectory(),
      () => false,
    )
    // A program with a wrong folder would fail as if the program were missing.
    if (!isFolder) throw refuse(`the cwd of ${JSON.stringify(name)} is not a folder`)
  }
  return read
}

function readServer(name: string, fields: unknown): McpServer {
  if (!/^[\w-]+$/.test(name)) throw new Error('must have a name of letters, digits, _ and -: its tools begin with it')
  if (!isObject(fields)) throw new Error('must be an object with a command or a url')
  const { command, url, type } = fields
  if (typeof command === 'string' && command !== '') {
    const { args = [], cwd } = fields
    if (!Array.isArray(args) || !args.every((word) => typeof word === 'string')) {
      throw new Error('must have args that are a list of strings')
    }
    if (cwd !== undefined && typeof cwd !== 'string') throw new Error('must have a cwd that is a string')
    return { name, target: { command, args, env: readTexts(fields, 'env'), cwd } }
  }
  if (typeof url !== 'string') throw new Error('must have a command or a url')
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new Error('must have a url that begins with http')
  if (type === 'sse') throw new Error('uses SSE, which MCP has replaced: streamable HTTP is supported')
  return { name, target: { url, headers: readTexts(fields, 'headers') } }
}

function readTexts(fields: Record<string, unknown>, field: 'env' | 'headers'): Record<string, string> {
  const texts = fields[field] ?? {}
  if (!isObject(texts) || !Object.values(texts).every((value) => typeof value === 'string')) {
    throw new Error(`must have ${field} that are strings by name`)
  }
  return texts as Record<string, string>
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
