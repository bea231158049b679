import { getKeyPermission } from '@tabby/auth'
import type { Command } from 'commander'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Adds `tabby whoami`. */
export function addWhoamiCommand(program: Command, terminal: Terminal): void {
  addServerCommand(program, terminal, {
    usage: 'whoami',
    description: 'show what the key is allowed to do: api (generate and read) or admin (load and switch too)',
    examples: [['tabby whoami', 'checks TABBY_ADMIN_KEY if it is set, else TABBY_API_KEY']],
    async run({ client, signal, print }) {
      const permission = await getKeyPermission(client, { signal })
      await print(permission, [permission.permission])
    },
  })
}
