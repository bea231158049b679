import type { Command } from 'commander'
import { addSecrets, changeLogins } from '../login/saved-logins.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Flags of `tabby login`. */
interface LoginFlags {
  clientId: string
  scope: string
  audience?: string
}

/** Adds `tabby login`, for servers behind a gateway that wants tokens. */
export function addLoginCommand(program: Command, terminal: Terminal): void {
  addServerCommand<LoginFlags>(program, terminal, {
    usage: 'login <issuer>',
    description: 'log in at the gateway of a server, with a code that you type in on any device',
    examples: [
      ['tabby login https://login.example.com --client-id tabby --server home', 'then `--server home` is logged in'],
    ],
    configure: (command) =>
      command
        .requiredOption('--client-id <id>', 'name of this program at the issuer')
        .option('--scope <scopes>', 'what to ask for', 'openid offline_access')
        .option('--audience <address>', 'what the token is for, if the issuer wants to know'),
    async run({ client, url, signal, print }, [issuer = ''], { clientId, scope, audience }) {
      const { requestDeviceCode } = await import('@tabby/oauth')
      const login = await requestDeviceCode({ issuer, clientId, scope, audience, signal })
      const { userCode, verificationUri, expiresAt } = login
      await print({ verification_uri: verificationUri, user_code: userCode, expires_at: expiresAt }, [
        `Open ${verificationUri} and type in ${userCode}`,
        'Waiting for you to agree; Ctrl-C cancels.',
      ])
      const tokens = await login.wait({ signal })
      addSecrets(terminal, tokens)
      await changeLogins(terminal, (logins) => void logins.set(client.baseUrl, { issuer, clientId, tokens }))
      await print({ logged_in: url }, [`Logged in at ${url}.`])
    },
  })
}
