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
    description: 'download a model or LoRA from Hugging Face to the server; needs an admin key',
    examples: [
      ['tabby models download owner/model-exl3 --revision 4.0bpw', 'one of several sizes'],
      [
        'HF_TOKEN=... tabby models download owner/gated',
        'a repository that needs a token, which is sent to the server',
      ],
    ],
    configure: (command) =>
      void command
        .option('--revision <name>', 'branch, tag or commit')
        .option('--folder <name>', 'folder on the server (default: the name of the repository)')
        .option('--include <pattern>', 'files to download (repeatable)', collectValue)
        .option('--exclude <pattern>', 'files to skip (repeatable)', collectValue)
        .option('--lora', 'download to the LoRA directory'),
    async run({ client, signal, report, json, print }, [repository = ''], flags) {
      if (!json) {
        const text = 'the server reports no progress, and deletes the files if this is interrupted'
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
        // The note above says so.
        { signal, abortDeletesFiles: true },
      )
      await print(download, [download.download_path])
    },
  })
}
