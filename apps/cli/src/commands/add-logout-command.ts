import type { Command } from 'commander'
import { RefusedError } from '../failure/errors.js'
import { changeLogins } from '../login/saved-logins.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Adds `tabby logout`. */
export function addLogoutCommand(program: Command, terminal: Terminal): void {
  addServerCommand(program, terminal, {
    usage: 'logout',
    description: 'forget the tokens of `tabby login`',
    examples: [['tabby logout --server home', 'the issuer is not told']],
    async run({ client, url, print }) {
      await changeLogins(terminal, (logins) => {
        if (!logins.delete(client.baseUrl)) throw new RefusedError(`you are not logged in at ${url}`)
      })
      await print({ logged_out: url }, [`Logged out of ${url}.`])
    },
  })
}
