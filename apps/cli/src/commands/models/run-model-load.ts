import { getModel, type LoadModelParams } from '@tabby/models'
import { findLoadedModel } from '../../models/find-loaded-model.js'
import { loadWithProgress } from '../../models/load-with-progress.js'
import { confirmLoss } from '../../terminal/confirm-loss.js'
import type { CommandContext } from '../command-context.js'
import { describeModel } from './describe-model.js'

/** Loads a model with its progress, after a warning if another one has to go. */
export async function runModelLoad(context: CommandContext, params: LoadModelParams, isSure: boolean): Promise<void> {
  const { client, json, print, report, signal, terminal } = context
  const { model_name: name, prompt_template: template } = params
  const loaded = await findLoadedModel(client, signal)
  if (loaded && loaded.id !== name.split('/').at(-1)) {
    const loss = `${loaded.id} is loaded, and is gone as soon as the load begins`
    await confirmLoss(terminal, { loss, question: `Load ${name} in its place?`, isSure, json })
  }
  const { alreadyLoaded } = await loadWithProgress(client, params, context)
  if (alreadyLoaded) {
    const text = `${name} was loaded already and stays as it was; \`tabby models unload\` first to change how`
    await report.show({ type: 'note', text })
  }
  const model = await getModel(client, { signal })
  // The server passes over a template that it does not know (recording model_with_unknown_template_falls_back).
  if (template && !alreadyLoaded && model.parameters?.prompt_template !== template) {
    await report.show({ type: 'note', text: `the server does not know the template ${template}` })
  }
  if (json) await report.show({ type: 'model', id: model.id, parameters: model.parameters ?? null })
  else await print(model, describeModel(model))
}
