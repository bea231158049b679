import { UsageError } from '../../failure/usage-error.js'
import { formatTable } from '../../output/format-table.js'
import type { SlashCommand } from './slash-command.js'

/** `/tools` */
export const toolsCommand: SlashCommand = {
  usage: '/tools [on|off]',
  meaning: 'list the tools that --tools gave, offer them to the model or do not',
  run({ conversation }, argument) {
    const { tools } = conversation
    if (tools.length === 0) throw new UsageError('there are no tools; tabby chat --tools FILE loads some')
    if (argument !== '' && argument !== 'on' && argument !== 'off') {
      throw new UsageError('/tools takes on, off, or nothing')
    }
    if (argument) conversation.usesTools = argument === 'on'
    const state = conversation.usesTools ? 'tools are offered' : 'tools are not offered'
    if (argument) return Promise.resolve([state])
    const rows = tools.map(({ function: { name, description } }) => [name, description ?? ''])
    return Promise.resolve([...formatTable(rows), state])
  },
}
