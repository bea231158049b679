import type { Command } from 'commander'
import type { Terminal } from '../../terminal/terminal.js'
import { addModelsCurrentCommand } from './add-models-current-command.js'
import { addModelsDownloadCommand } from './add-models-download-command.js'
import { addModelsListCommand } from './add-models-list-command.js'
import { addModelsLoadCommand } from './add-models-load-command.js'
import { addModelsUnloadCommand } from './add-models-unload-command.js'

/** Adds `tabby models`. */
export function addModelsCommands(program: Command, terminal: Terminal): void {
  const models = program.command('models').description('list, load, unload and download models')
  addModelsListCommand(models, terminal)
  addModelsCurrentCommand(models, terminal)
  addModelsLoadCommand(models, terminal)
  addModelsUnloadCommand(models, terminal)
  addModelsDownloadCommand(models, terminal)
}
