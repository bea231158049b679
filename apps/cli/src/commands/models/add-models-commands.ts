import type { Command } from 'commander'
import {
  getEmbeddingModel,
  getModel,
  listDraftModels,
  listEmbeddingModels,
  listModels,
  unloadEmbeddingModel,
  unloadModel,
} from '@tabby/models'
import type { Terminal } from '../../terminal/terminal.js'
import { addModelsDownloadCommand } from './add-models-download-command.js'
import { addModelsLoadCommand } from './add-models-load-command.js'
import { addServerCommand } from '../add-server-command.js'
import { describeModel } from './describe-model.js'

/** Adds `tabby models`. */
export function addModelsCommands(program: Command, terminal: Terminal): void {
  const models = program.command('models').description('list, load, unload and download models')
  addModelsListCommand(models, terminal)
  addModelsCurrentCommand(models, terminal)
  addModelsLoadCommand(models, terminal)
  addModelsUnloadCommand(models, terminal)
  addModelsDownloadCommand(models, terminal)
}

interface ListFlags {
  draft?: boolean
  embedding?: boolean
}

/** Adds `tabby models ls`. */
function addModelsListCommand(models: Command, terminal: Terminal): void {
  addServerCommand<ListFlags>(models, terminal, {
    usage: 'ls',
    description: 'list models: the whole model directory with an admin key, the loaded one with an API key',
    examples: [
      ['tabby models ls', 'one name per line; in a terminal the loaded one is marked'],
      ['tabby models ls --embedding', 'embedding models'],
    ],
    configure: (command) =>
      void command.option('--draft', 'list draft models').option('--embedding', 'list embedding models'),
    async run({ client, json, signal, print }, _words, { draft, embedding }) {
      const list = await (embedding ? listEmbeddingModels : draft ? listDraftModels : listModels)(client, { signal })
      const names = list.data.map(({ id }) => id).sort((left, right) => left.localeCompare(right))
      // A pipe gets names alone.
      const find = embedding ? getEmbeddingModel : getModel
      const isMarked = terminal.stdout.isTTY && !json && !draft
      const loaded = isMarked ? await find(client, { signal }).catch(() => undefined) : undefined
      signal.throwIfAborted()
      await print(
        list,
        names.map((name) => (name === loaded?.id ? `${name}  (loaded)` : name)),
      )
    },
  })
}

/** Adds `tabby models current`. */
function addModelsCurrentCommand(models: Command, terminal: Terminal): void {
  addServerCommand<{ embedding?: boolean }>(models, terminal, {
    usage: 'current',
    description: 'show the loaded model and its parameters; exit code 1 if there is none',
    examples: [['tabby models current --json', 'the card, with the source of its prompt template']],
    configure: (command) => void command.option('--embedding', 'show the embedding model'),
    async run({ client, signal, print }, _words, { embedding }) {
      const model = await (embedding ? getEmbeddingModel : getModel)(client, { signal })
      await print(model, describeModel(model))
    },
  })
}

/** Adds `tabby models unload`. */
function addModelsUnloadCommand(models: Command, terminal: Terminal): void {
  addServerCommand<{ embedding?: boolean }>(models, terminal, {
    usage: 'unload',
    description: 'unload the model, which cuts off running completions; needs an admin key',
    examples: [['tabby models unload', 'exit code 1 if none is loaded']],
    configure: (command) => void command.option('--embedding', 'unload the embedding model'),
    async run({ client, signal, print }, _words, { embedding }) {
      await (embedding ? unloadEmbeddingModel : unloadModel)(client, { signal })
      await print({ unloaded: true }, [])
    },
  })
}
