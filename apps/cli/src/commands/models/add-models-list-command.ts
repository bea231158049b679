import { listDraftModels, listEmbeddingModels, listModels } from '@tabby/models'
import type { Command } from 'commander'
import type { Terminal } from '../../terminal/terminal.js'
import { addServerCommand } from '../add-server-command.js'

interface ListFlags {
  draft?: boolean
  embedding?: boolean
}

/** Adds `tabby models ls`. */
export function addModelsListCommand(models: Command, terminal: Terminal): void {
  addServerCommand<ListFlags>(models, terminal, {
    usage: 'ls',
    description: 'list models: all of the model directory with an admin key, the loaded one with an api key',
    examples: [
      ['tabby models ls', 'one name per line'],
      ['tabby models ls --embedding', 'embedding models'],
    ],
    configure: (command) => void command.option('--draft', 'draft models').option('--embedding', 'embedding models'),
    async run({ client, signal, print }, _words, { draft, embedding }) {
      const list = await (embedding ? listEmbeddingModels : draft ? listDraftModels : listModels)(client, { signal })
      await print(
        list,
        list.data.map(({ id }) => id).sort((left, right) => left.localeCompare(right)),
      )
    },
  })
}
