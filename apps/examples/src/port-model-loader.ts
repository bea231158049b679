// Does what SillyTavern's extension TabbyAPI Loader does: lists the models of the server, finds one by a part of its name,
// loads it with the draft model, parameters and LoRAs that were last used for it, shows the progress, and unloads it.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTabbyClient, isTabbyError, type TabbyClient, TabbyRequestError } from '@tabby/core'
import { getAdvice } from '@tabby/health'
import { listLoras, loadLoras, unloadLoras } from '@tabby/lora'
import {
  getModel,
  listDraftModels,
  listModels,
  type LoadModelParams,
  readLoadEstimates,
  streamModelLoad,
  unloadModel,
} from '@tabby/models'

/** What is kept for each model: the fields of its load, and its LoRAs with their scaling. */
interface SavedModel {
  readonly params?: Omit<LoadModelParams, 'model_name'>
  readonly loras?: Record<string, number>
}

/** What the panel of the extension offers to choose from. */
async function listChoices(client: TabbyClient) {
  const lists = await Promise.all([listModels(client), listDraftModels(client), listLoras(client)])
  const [models, drafts, loras] = lists.map(({ data }) => data.map(({ id }) => id))
  return { models: models!, drafts: drafts!, loras: loras!, loaded: await getLoaded(client) }
}

async function getLoaded(client: TabbyClient): Promise<string | undefined> {
  try {
    return (await getModel(client)).id
  } catch (error) {
    if (isTabbyError(error) && error.code === 'no_model_loaded') return undefined
    throw error
  }
}

/** Finds a model as a slash command does: by its whole name, or by a part of it that only one has. */
function findModel(models: readonly string[], wanted: string): string {
  const found = models.filter((name) => name.toLowerCase().includes(wanted.toLowerCase()))
  const exact = models.find((name) => name === wanted) ?? (found.length === 1 ? found[0] : undefined)
  if (!exact) throw new TabbyRequestError(`"${wanted}" fits ${found.length} models: ${found.join(', ') || 'none'}`)
  return exact
}

async function readSaved(file: string): Promise<Record<string, SavedModel>> {
  return JSON.parse(await readFile(file, 'utf8').catch(() => '{}'))
}

/** Loads a model, and keeps how it was loaded for the next time. */
async function load(client: TabbyClient, file: string, wanted: string, changes: SavedModel = {}): Promise<void> {
  const { models, loaded } = await listChoices(client)
  const name = findModel(models, wanted)
  const saved = await readSaved(file)
  const { params, loras = {} } = { ...saved[name], ...changes }
  // Loading the loaded model would be ignored, its parameters with it.
  if (loaded === name) await unloadModel(client)
  for await (const step of readLoadEstimates(await streamModelLoad(client, { model_name: name, ...params }))) {
    const left = step.timeLeft === undefined ? '' : `, ${Math.ceil(step.timeLeft / 1000)} s left`
    if (step.status === 'finished')
      console.log(`${name}: ${step.model_type} ${Math.round(100 * step.fraction)} %${left}`)
  }
  const list = Object.entries(loras).map(([lora, scaling]) => ({ name: lora, scaling }))
  if (list.length > 0) {
    await unloadLoras(client)
    const { failure } = await loadLoras(client, { loras: list })
    if (failure.length > 0) console.log(`not loaded: ${failure.join(', ')}`)
  }
  await writeFile(file, JSON.stringify({ ...saved, [name]: { params, loras } }))
}

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  adminKey: process.env.TABBY_ADMIN_KEY,
})
const file = join(await mkdtemp(join(tmpdir(), 'loader-')), 'models.json')

const { models, drafts, loras, loaded } = await listChoices(client)
console.log(`models: ${models.join(', ')}; drafts: ${drafts.join(', ')}; loras: ${loras.join(', ')}; loaded: ${loaded}`)

await load(client, file, 'base', {
  params: { max_seq_len: 2048, cache_mode: 'Q8', draft_model: { draft_model_name: drafts[0]! } },
  loras: { [loras[0]!]: 0.5 },
})
await load(client, file, 'vision')
await load(client, file, 'base') // as it was loaded before
const { id, parameters } = await getModel(client)
console.log(
  `${id} with ${parameters?.max_seq_len} tokens, cache ${parameters?.cache_mode}, from ${file.split('/').at(-1)}`,
)

for (const wanted of ['8b', '70b']) {
  try {
    await load(client, file, wanted)
  } catch (error) {
    console.log(`${wanted}: ${getAdvice(error)?.title}: ${(error as Error).message}`)
  }
}
console.log(`loaded after a load that failed: ${(await getLoaded(client)) ?? 'nothing'}`)
