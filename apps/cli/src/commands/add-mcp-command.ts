import type { Command } from 'commander'
import { once } from 'node:events'
import { MissingKeyError } from '../failure/errors.js'
import { readServerSettings } from '../server/read-server-settings.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Adds `tabby mcp`, which runs until its standard input ends. Standard output carries the protocol and nothing else. */
export function addMcpCommand(program: Command, terminal: Terminal): void {
  addServerCommand<{ admin?: boolean }>(program, terminal, {
    usage: 'mcp',
    description: 'serve the server as MCP tools over standard input and output, for programs such as Claude Desktop',
    examples: [
      ['tabby mcp --url http://10.0.0.2:5000', 'tools that chat, complete, embed, count tokens and show models'],
      ['tabby mcp --server home --admin', 'also tools that load and unload models'],
    ],
    configure(command) {
      command.option('--admin', 'also offer tools that load and unload models; needs an admin key')
    },
    async run({ client }, _words, flags) {
      const { admin = false } = flags
      if (admin && (await readServerSettings(flags, terminal)).adminKey === undefined) {
        throw new MissingKeyError('--admin needs an admin key: set TABBY_ADMIN_KEY, or use a saved server that has one')
      }
      // Imported only here, so that no other command waits for them.
      const { createTabbyMcpServer } = await import('@tabby/mcp/server')
      const { serveStdio } = await import('@modelcontextprotocol/server/stdio')
      const { stdin, stderr, interrupted } = terminal
      if (stdin.isTTY) stderr.write('Serving MCP on standard input and output; press Ctrl-C to stop.\n')
      const server = serveStdio(() => createTabbyMcpServer(client, { admin }))
      await Promise.race([once(stdin, 'close'), once(stdin, 'end'), once(interrupted, 'abort')])
      await server.close()
    },
  })
}
