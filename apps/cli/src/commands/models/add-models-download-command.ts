import { downloadModel } from '@tabby/models'
import type { Command } from 'commander'
import type { Terminal } from '../../terminal/terminal.js'
import { addServerCommand } from '../add-server-command.js'
import { collectValue } from '../flags.js'

interface DownloadFlags {
  exclude?: string[]
  folder?: string
  include?: string[]
  lora?: boolean
  revision?: string
}

/** Adds `tabby models download`. */
export function addModelsDownloadCommand(models: Command, terminal: Terminal): void {
  addServerCommand<DownloadFlags>(models, terminal, {
    usage: 'download <repository>',
    description: 'let the server download a model or LoRA from Hugging Face; needs an admin key',
    examples: [
      ['tabby models download owner/model-exl3 --revision 4.0bpw', 'one size of several'],
      ['HF_TOKEN=... tabby models download owner/gated', 'a repository that needs a token; the server gets it'],
    ],
    configure: (command) =>
      void command
        .option('--revision <name>', 'branch, tag or commit')
        .option('--folder <name>', 'folder to make, default the name of the repository')
        .option('--include <pattern>', 'files to take (repeatable)', collectValue)
        .option('--exclude <pattern>', 'files to leave out (repeatable)', collectValue)
        .option('--lora', 'into the LoRA directory'),
    async run({ client, signal, report, json, print }, [repository = ''], flags) {
      if (!json) {
        const text = 'the server tells no progress, and deletes what it has if this is interrupted'
        await report.show({ type: 'note', text })
      }
      const download = await downloadModel(
        client,
        {
          repo_id: repository,
          repo_type: flags.lora ? 'lora' : 'model',
          revision: flags.revision,
          folder_name: flags.folder,
          include: flags.include,
          exclude: flags.exclude,
          token: terminal.environment['HF_TOKEN'],
        },
        // The note above said so.
        { signal, abortDeletesFiles: true },
      )
      await print(download, [download.download_path])
    },
  })
}
