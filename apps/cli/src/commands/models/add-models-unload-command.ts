import { unloadEmbeddingModel, unloadModel } from '@tabby/models'
import type { Command } from 'commander'
import type { Terminal } from '../../terminal/terminal.js'
import { addServerCommand } from '../add-server-command.js'

/** Adds `tabby models unload`. */
export function addModelsUnloadCommand(models: Command, terminal: Terminal): void {
  addServerCommand<{ embedding?: boolean }>(models, terminal, {
    usage: 'unload',
    description: 'unload the model; answers that are being written are cut off. Needs an admin key',
    examples: [['tabby models unload', 'exit code 1 if none is loaded']],
    configure: (command) => void command.option('--embedding', 'the embedding model'),
    async run({ client, signal, print }, _words, { embedding }) {
      await (embedding ? unloadEmbeddingModel : unloadModel)(client, { signal })
      await print({ unloaded: true }, [])
    },
  })
}
