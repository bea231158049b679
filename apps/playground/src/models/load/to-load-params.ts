import type { LoadModelParams } from '@tabby/models'
import { loadWords } from '../../words/load-words.js'
import type { Decision, LoadForm } from './load-form.js'

/** The parameters of a form, and what is wrong with them. */
export interface LoadRequest {
  readonly params: LoadModelParams
  /** Messages by field; nothing is loaded while there are any. */
  readonly issues: Partial<Record<keyof LoadForm, string>>
}

const cacheModes = /^(FP16|Q8|Q6|Q4|[2-8],[2-8])$/

/** Reads the fields of a load. Empty fields are not sent, so that the server decides. */
export function toLoadParams(form: LoadForm): LoadRequest {
  const issues: LoadRequest['issues'] = {}
  const number = (field: keyof LoadForm, problem: string, fits: (value: number) => boolean): number | undefined => {
    const text = form[field].trim()
    if (text === '') return undefined
    const value = Number(text)
    if (Number.isFinite(value) && fits(value)) return value
    issues[field] = problem
    return undefined
  }
  const numbers = (field: keyof LoadForm, problem: string): number[] | undefined => {
    const text = form[field].trim()
    if (text === '') return undefined
    const values = text.split(/[\s,;]+/).map(Number)
    if (values.every((value) => Number.isFinite(value) && value >= 0)) return values
    issues[field] = problem
    return undefined
  }

  const name = form.name.trim()
  if (!name) issues.name = loadWords.enterAModel
  const whole = (value: number): boolean => Number.isInteger(value) && value > 0
  const contextLength = number('contextLength', loadWords.enterAWholeNumberOf, (value) => whole(value) || value === -1)
  const cacheSize = number(
    'cacheSize',
    loadWords.enterAWholeNumberOfTokens,
    (value) => whole(value) && value % 256 === 0,
  )
  const chunkSize = number('chunkSize', loadWords.enterWholeTokens, whole)
  const cacheMode = form.cacheMode.replace(/\s/g, '').toUpperCase()
  // The server takes any word and repeats it in the card (recording model_after_bad_cache_mode).
  if (cacheMode && !cacheModes.test(cacheMode)) {
    issues.cacheMode = loadWords.enterFp16Q8Q6Q4
  }
  const cache = cacheSize ?? contextLength
  // Recording chat_small_cache_short_prompt: then every prompt is refused.
  if (chunkSize !== undefined && cache !== undefined && cache > 0 && cache <= chunkSize && !issues.chunkSize) {
    issues.chunkSize = loadWords.mustBeSmallerThanThe(cache)
  }
  const split = numbers('split', loadWords.enterGigabytesForEachGpu)
  const draftSplit = numbers('draftSplit', loadWords.enterGigabytesForEachGpuSuch)
  const draft = form.draft.trim()
  const isAutomatic = form.ropeAlpha.trim().toLowerCase() === 'auto'
  const params: LoadModelParams = {
    model_name: name,
    max_seq_len: contextLength,
    cache_size: cacheSize,
    cache_mode: cacheMode || undefined,
    chunk_size: chunkSize,
    prompt_template: form.template || undefined,
    vision: decide(form.vision),
    draft_model: draft
      ? { draft_model_name: draft, ...(draftSplit ? { draft_gpu_split: draftSplit } : {}) }
      : undefined,
    tensor_parallel: decide(form.tensorParallel),
    gpu_split_auto: decide(form.splitAutomatically),
    gpu_split: split,
    autosplit_reserve: numbers('reserve', loadWords.enterMegabytesForEachGpu),
    rope_scale: number('ropeScale', loadWords.enterANumberAbove0, (value) => value > 0),
    rope_alpha: isAutomatic ? 'auto' : number('ropeAlpha', loadWords.enterANumberAbove0Or, (value) => value > 0),
    output_chunking: decide(form.outputChunking),
  }
  const given = Object.entries(params).filter(([, value]) => value !== undefined)
  return { params: Object.fromEntries(given) as LoadModelParams, issues }
}

const decide = (decision: Decision): boolean | undefined => (decision === '' ? undefined : decision === 'yes')
