import { basename } from 'node:path'
import { parseArgsStringToArgv } from 'string-argv'
import { UsageError } from '../failure/errors.js'
import type { McpServer } from './mcp-server.js'

/** Programs that run another one, and words that they need for it. */
const launchers = new Set(
  'npx npm pnpm pnpx yarn bun bunx deno node uv uvx pipx python python3 docker podman cmd run exec dlx x tool'.split(
    ' ',
  ),
)

/** Reads the value of `--mcp`: a command line with quotes as in a shell, or an address. No shell runs it. */
export function parseMcpCommand(line: string): McpServer {
  const [command = '', ...args] = parseArgsStringToArgv(line)
  if (command === '') throw new UsageError('--mcp needs a command line, such as "npx -y server", or an http address')
  if (/^https?:\/\//i.test(command) && args.length === 0) {
    if (!URL.canParse(command)) throw new UsageError('--mcp was given an address that is not valid')
    return { name: toName(new URL(command).hostname), target: { url: command, headers: {} } }
  }
  return { name: findName([command, ...args]), target: { command, args, env: {}, cwd: undefined } }
}

/** The name of the package or program: `npx -y @modelcontextprotocol/server-filesystem .` is `filesystem`. */
function findName(words: readonly string[]): string {
  const named = words.find((word) => !/^(?:-|\/c$)/i.test(word) && !launchers.has(toProgram(word)))
  return toName(toProgram(named ?? words[0] ?? ''))
}

const toProgram = (word: string): string =>
  basename(word.replaceAll('\\', '/'))
    .replace(/(?<=.)@.*$/, '')
    .replace(/\.(?:exe|cmd|[cm]?[jt]s|py)$/i, '')

const toName = (text: string): string =>
  text.replace(/^(?:mcp-)?server-|^mcp[-.]|-(?:mcp-)?server$|-mcp$/g, '').replace(/[^\w-]+/g, '_') || 'server'
