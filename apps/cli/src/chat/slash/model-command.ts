import { getModel } from '@tabby/models'
import { loadWithProgress } from '../../models/load-with-progress.js'
import type { SlashCommand } from './slash-command.js'

/** `/model` */
export const modelCommand: SlashCommand = {
  usage: '/model [NAME]',
  meaning: 'show the loaded model, or load another one in its place (needs an admin key)',
  async run({ client, report }, name, signal) {
    if (name) await loadWithProgress(client, { model_name: name }, { report, signal })
    const { id, parameters } = await getModel(client, { signal })
    await report.show({ type: 'model', id, parameters: parameters ?? null })
    return []
  },
}
