import type { Command } from 'commander'
import { UsageError } from '../failure/errors.js'
import { formatTable } from '../output/format-table.js'
import { toJson } from '../output/to-json.js'
import { toVisible } from '../output/terminal-text.js'
import { changeNamedServers, findServerFile, type NamedServer, readNamedServers } from '../server/named-servers.js'
import { openClient } from '../server/open-server.js'
import { readServerSettings } from '../server/read-server-settings.js'
import type { Terminal } from '../terminal/terminal.js'
import { formatExamples } from './add-server-command.js'

/** Adds `tabby servers`. Keys come from the environment, so that no shell history has them, and are never shown. */
export function addServersCommands(program: Command, terminal: Terminal): void {
  const path = findServerFile(terminal)
  const servers = program.command('servers').description(`saved servers, in ${path}`)
  servers
    .command('ls')
    .description('list saved servers, and which keys they have')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby servers ls', 'names, addresses, kinds of keys']]))
    .action(async ({ json }: { json?: boolean }) => {
      const rows = [...(await readNamedServers(path, terminal))].map(describeServer)
      const lines = formatTable(
        rows.map(({ name, url, keys }) => [toVisible(name), toVisible(url), keys.join(' and ')]),
      )
      const text = json ? toJson(rows) : lines.join('\n')
      if (text) terminal.stdout.write(`${text}\n`)
    })
  servers
    .command('add <name> <url>')
    .description('save a server with the keys in TABBY_API_KEY and TABBY_ADMIN_KEY')
    .option('--json', 'write JSON, for scripts')
    .addHelpText(
      'after',
      formatExamples([['TABBY_API_KEY=... tabby servers add home http://10.0.0.2:5000', 'then `--server home`']]),
    )
    .action(async (name: string, url: string, { json }: { json?: boolean }) => {
      const settings = await readServerSettings({ url }, terminal)
      await openClient(settings, terminal)
      const { apiKey, adminKey } = settings
      const server = { url, apiKey, adminKey }
      await changeNamedServers(path, terminal, (kept) => void kept.set(name, server))
      if (json) terminal.stdout.write(`${toJson(describeServer([name, server]))}\n`)
    })
  servers
    .command('rm <name>')
    .description('remove a saved server and its keys')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby servers rm home', 'does not change the server itself']]))
    .action(async (name: string, { json }: { json?: boolean }) => {
      await changeNamedServers(path, terminal, (kept) => {
        if (!kept.delete(name)) throw new UsageError(`there is no saved server ${name}: \`tabby servers ls\` lists all`)
      })
      if (json) terminal.stdout.write(`${toJson({ removed: name })}\n`)
    })
}

/** What is shown of a server: never its keys. */
const describeServer = ([name, server]: [string, NamedServer]) => ({ name, url: server.url, keys: listKeys(server) })

const listKeys = ({ apiKey, adminKey }: NamedServer): string[] => [
  ...(apiKey ? ['API key'] : []),
  ...(adminKey ? ['admin key'] : []),
]
