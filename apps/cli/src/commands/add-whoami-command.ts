import { getKeyPermission } from '@tabby/auth'
import type { Command } from 'commander'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Adds `tabby whoami`. */
export function addWhoamiCommand(program: Command, terminal: Terminal): void {
  addServerCommand(program, terminal, {
    usage: 'whoami',
    description: 'tell what the key may do: api (generate and read) or admin (load and switch too)',
    examples: [['tabby whoami', 'asks about TABBY_ADMIN_KEY if there is one, else about TABBY_API_KEY']],
    async run({ client, signal, print }) {
      const permission = await getKeyPermission(client, { signal })
      await print(permission, [permission.permission])
    },
  })
}
