import { getEmbeddingModel, getModel } from '@tabby/models'
import type { Command } from 'commander'
import type { Terminal } from '../../terminal/terminal.js'
import { addServerCommand } from '../add-server-command.js'
import { describeModel } from './describe-model.js'

/** Adds `tabby models current`. */
export function addModelsCurrentCommand(models: Command, terminal: Terminal): void {
  addServerCommand<{ embedding?: boolean }>(models, terminal, {
    usage: 'current',
    description: 'show the loaded model and how it is loaded; exit code 1 if there is none',
    examples: [['tabby models current --json', 'the card, with the source of its prompt template']],
    configure: (command) => void command.option('--embedding', 'the embedding model'),
    async run({ client, signal, print }, _words, { embedding }) {
      const model = await (embedding ? getEmbeddingModel : getModel)(client, { signal })
      await print(model, describeModel(model))
    },
  })
}
