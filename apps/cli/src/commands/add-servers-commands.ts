import type { Command } from 'commander'
import { setCompletions } from '../completion/completions.js'
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
  const servers = program
    .command('servers')
    .description('saved servers and their keys')
    .addHelpText('after', `\nThey are saved in ${path}.`)
  servers
    .command('ls')
    .description('list saved servers, and which keys they have')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby servers ls', 'names, addresses, kinds of keys']]))
    .action(async ({ json }: { json?: boolean }) => {
      const rows = [...(await readNamedServers(path, terminal))].map(describeServer)
      const lines = formatTable(
        rows.map(({ name, url, keys, default: isDefault }) => [
          toVisible(name),
          toVisible(url),
          [keys.join(' and '), isDefault ? 'used by default' : ''].filter(Boolean).join(', '),
        ]),
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
      const { apiKey, adminKey, baseUrl: address = url } = settings
      let server: NamedServer = { url: address, apiKey, adminKey }
      let note = ''
      await changeNamedServers(path, terminal, (kept) => {
        const before = kept.get(name)
        if (before && !apiKey && !adminKey && listKeys(before).length > 0) {
          // Keys of one server are not for another one.
          const isSame = URL.canParse(before.url) && new URL(before.url).origin === new URL(address).origin
          const keys = listKeys(before).join(' and ')
          note = isSame
            ? `${name} keeps its ${keys}`
            : `${name} had another address, and its ${keys} was removed: set TABBY_API_KEY or TABBY_ADMIN_KEY and add it again`
          if (isSame) server = { ...server, apiKey: before.apiKey, adminKey: before.adminKey }
        }
        if (before?.isDefault) server = { ...server, isDefault: true }
        kept.set(name, server)
      })
      if (note)
        terminal.stderr.write(`${json ? toJson({ warning: { message: note } }) : `note     ${toVisible(note)}`}\n`)
      if (json) terminal.stdout.write(`${toJson(describeServer([name, server]))}\n`)
    })
  const use = servers
    .command('use [name]')
    .description('make a saved server the default; without a name, clear the default')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby servers use home', 'then `tabby chat` talks to it']]))
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      await changeNamedServers(path, terminal, (kept) => {
        const server = name === undefined ? undefined : kept.get(name)
        if (name !== undefined && !server) throw new UsageError(noServer(name))
        for (const each of kept.values()) delete each.isDefault
        if (server) server.isDefault = true
      })
      if (json) terminal.stdout.write(`${toJson({ used: name ?? null })}\n`)
    })
  const remove = servers
    .command('rm <name>')
    .description('remove a saved server and its keys')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby servers rm home', 'does not change the server itself']]))
    .action(async (name: string, { json }: { json?: boolean }) => {
      await changeNamedServers(path, terminal, (kept) => {
        if (!kept.delete(name)) throw new UsageError(noServer(name))
      })
      if (json) terminal.stdout.write(`${toJson({ removed: name })}\n`)
    })
  for (const command of [use, remove]) setCompletions(command, { arguments: 'server' })
}

const noServer = (name: string): string => `there is no saved server ${name}: \`tabby servers ls\` lists all`

/** What is shown of a server: never its keys. */
const describeServer = ([name, server]: [string, NamedServer]) => ({
  name,
  url: server.url,
  keys: listKeys(server),
  ...(server.isDefault && { default: true }),
})

const listKeys = ({ apiKey, adminKey }: NamedServer): string[] => [
  ...(apiKey ? ['API key'] : []),
  ...(adminKey ? ['admin key'] : []),
]
