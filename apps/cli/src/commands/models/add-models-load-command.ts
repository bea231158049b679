import type { TabbyClient } from '@tabby/core'
import { getModel, listModels, loadEmbeddingModel, type LoadModelParams } from '@tabby/models'
import type { Command } from 'commander'
import type { Terminal } from '../../terminal/terminal.js'
import { addServerCommand } from '../add-server-command.js'
import { RefusedError } from '../../failure/errors.js'
import { parseNumber } from '../flags.js'
import { findLoadedModel, loadWithProgress } from '../../models/load-with-progress.js'
import { confirmLoss } from '../../terminal/confirm-loss.js'
import type { CommandContext } from '../open-context.js'
import { describeModel } from './describe-model.js'

interface LoadFlags {
  cacheMode?: string
  cacheSize?: number
  chunkSize?: number
  context?: number
  draft?: string
  embedding?: boolean
  template?: string
  vision?: boolean
  yes?: boolean
}

/** Adds `tabby models load`. */
export function addModelsLoadCommand(models: Command, terminal: Terminal): void {
  addServerCommand<LoadFlags>(models, terminal, {
    usage: 'load <name>',
    description: 'load a model instead of the current one; needs an admin key',
    completions: {
      arguments: 'model',
      '--cache-mode': ['FP16', 'Q8', 'Q6', 'Q4'],
      '--draft': 'draft model',
      '--template': 'template',
    },
    examples: [
      ['tabby models load demo-8b-exl3', 'asks before it unloads another model'],
      ['tabby models load demo-8b-exl3 --yes --context 8192 --cache-mode Q8', 'does not ask'],
      ['tabby models load --embedding demo-embedding-small', 'an embedding model; the main model stays loaded'],
    ],
    configure: (command) =>
      void command
        .option('--context <tokens>', 'context length: prompt and completion together (max_seq_len)', parseNumber)
        .option('--cache-size <tokens>', 'cache size in tokens, a multiple of 256', parseNumber)
        .option('--cache-mode <mode>', 'precision of the cache: FP16, Q8, Q6, Q4')
        .option('--chunk-size <tokens>', 'tokens of a prompt that are processed at once', parseNumber)
        .option('--template <name>', 'prompt template, see `tabby templates ls`')
        .option('--draft <name>', 'draft model, see `tabby models ls --draft`')
        .option('--vision', 'load the vision part too, for images')
        .option('--embedding', 'load an embedding model')
        .option('-y, --yes', 'do not ask before another model is unloaded'),
    async run(context, [name = ''], flags) {
      if (flags.embedding) {
        const { signal } = context
        const loaded = await loadEmbeddingModel(context.client, { embedding_model_name: name }, { signal })
        await context.print(loaded, [`${name} is loaded`])
      } else await runModelLoad(context, toLoadParams(name, flags), flags.yes ?? false)
    },
  })
}

function toLoadParams(name: string, flags: LoadFlags): LoadModelParams {
  return {
    model_name: name,
    max_seq_len: flags.context,
    cache_size: flags.cacheSize,
    cache_mode: flags.cacheMode,
    chunk_size: flags.chunkSize,
    prompt_template: flags.template,
    vision: flags.vision,
    draft_model: flags.draft === undefined ? undefined : { draft_model_name: flags.draft },
  }
}

/** Loads a model with its progress, after a warning if another one is loaded. */
async function runModelLoad(context: CommandContext, params: LoadModelParams, autoApprove: boolean): Promise<void> {
  const { client, json, print, report, signal, terminal } = context
  const { model_name: name, prompt_template: template } = params
  const loaded = await findLoadedModel(client, signal)
  if (loaded && loaded.id !== name.split('/').at(-1)) {
    await requireKnown(client, name, signal)
    const loss = `${loaded.id} is loaded, and will be unloaded as soon as the load begins`
    await confirmLoss(terminal, { loss, question: `Load ${name} instead?`, autoApprove, json })
  }
  const { alreadyLoaded } = await loadWithProgress(client, params, context)
  if (alreadyLoaded) {
    const text = `${name} was already loaded and is unchanged: run \`tabby models unload\` first to load it with other parameters`
    await report.show({ type: 'note', text })
  }
  const model = await getModel(client, { signal })
  // The server ignores an unknown template (recording model_with_unknown_template_falls_back).
  if (template && !alreadyLoaded && model.parameters?.prompt_template !== template) {
    await report.show({ type: 'note', text: `the server has no template ${template}` })
  }
  if (json) await report.show({ type: 'model', id: model.id, parameters: model.parameters ?? null })
  else await print(model, describeModel(model))
}

/** Refuses a name that the server does not know, before the user agrees to lose the loaded model for it. */
async function requireKnown(client: TabbyClient, name: string, signal: AbortSignal): Promise<void> {
  const list = await listModels(client, { signal }).catch(() => undefined)
  signal.throwIfAborted()
  const names = (list?.data ?? []).map(({ id }) => id)
  // A key without permission sees the loaded model alone, and folders within folders are not listed.
  if (names.length < 2 || names.includes(name) || /[/\\]/.test(name)) return
  throw new RefusedError(`the server has no model ${name}: \`tabby models ls\` lists all`)
}
