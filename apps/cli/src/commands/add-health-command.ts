import { getHealth } from '@tabby/health'
import type { Command } from 'commander'
import { RefusedError } from '../failure/errors.js'
import { toOneLine } from '../output/terminal-text.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Adds `tabby health`, whose exit code reports whether the server is healthy. */
export function addHealthCommand(program: Command, terminal: Terminal): void {
  addServerCommand(program, terminal, {
    usage: 'health',
    description: 'show whether the server is healthy; exit code 1 if it is not',
    examples: [['tabby health && echo fine', 'in a script']],
    async run({ client, signal, print }) {
      const health = await getHealth(client, { signal })
      await print(health, [
        health.status,
        ...health.issues.map(({ time, description }) => `${time}  ${toOneLine(description)}`),
      ])
      if (health.status !== 'healthy') {
        throw new RefusedError('the server is not healthy, and stays that way until it is restarted; it may still work')
      }
    },
  })
}
