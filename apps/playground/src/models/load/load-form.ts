/** A choice that can be left to the server. */
import { loadWords } from '../../words/load-words.js'

export type Decision = '' | 'yes' | 'no'

/** One field of the form. */
interface LoadField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** `decision`: yes, no, or as configured. `template` and `draft`: a choice among those of the server. */
  readonly kind: 'text' | 'integer' | 'decimal' | 'decision' | 'template' | 'draft'
  /** Most people never change these; they are folded. */
  readonly isAdvanced?: boolean
}

/** The fields of a load, in the order in which they are shown. */
export const loadFields = [
  { name: 'name', label: loadWords.model, hint: loadWords.itsFolderOrThePath, kind: 'text' },
  {
    name: 'contextLength',
    label: loadWords.contextLength,
    hint: loadWords.tokensOfPromptAndCompletion,
    kind: 'integer',
  },
  {
    name: 'cacheSize',
    label: loadWords.cacheSize,
    hint: loadWords.tokensSharedByAllRequests,
    kind: 'integer',
  },
  { name: 'cacheMode', label: loadWords.cacheMode, hint: loadWords.fp16Q8Q6Q4Or, kind: 'text' },
  { name: 'template', label: loadWords.promptTemplate, kind: 'template' },
  { name: 'draft', label: loadWords.draftModel, hint: loadWords.aSmallModelForSpeculative, kind: 'draft' },
  { name: 'vision', label: loadWords.vision, hint: loadWords.loadThePartForImages, kind: 'decision' },
  {
    name: 'tensorParallel',
    label: loadWords.tensorParallel,
    hint: loadWords.splitEachLayerAcrossGpus,
    kind: 'decision',
    isAdvanced: true,
  },
  {
    name: 'splitAutomatically',
    label: loadWords.automaticGpuSplit,
    hint: loadWords.distributeLayersAcrossGpus,
    kind: 'decision',
    isAdvanced: true,
  },
  { name: 'split', label: loadWords.gpuSplit, hint: loadWords.gigabytesOnEachGpu24, kind: 'text', isAdvanced: true },
  {
    name: 'reserve',
    label: loadWords.autosplitReserve,
    hint: loadWords.megabytesToLeaveFreeOn,
    kind: 'text',
    isAdvanced: true,
  },
  {
    name: 'draftSplit',
    label: loadWords.draftGpuSplit,
    hint: loadWords.gigabytesOnEachGpuFor,
    kind: 'text',
    isAdvanced: true,
  },
  {
    name: 'chunkSize',
    label: loadWords.chunkSize,
    hint: loadWords.promptTokensThatAreProcessed,
    kind: 'integer',
    isAdvanced: true,
  },
  { name: 'ropeScale', label: loadWords.ropeScale, kind: 'decimal', isAdvanced: true },
  { name: 'ropeAlpha', label: loadWords.ropeAlpha, hint: loadWords.aNumberOrAuto, kind: 'text', isAdvanced: true },
  {
    name: 'outputChunking',
    label: loadWords.outputChunking,
    hint: loadWords.allocateTheCacheOfA,
    kind: 'decision',
    isAdvanced: true,
  },
] as const satisfies readonly LoadField[]

type Field = (typeof loadFields)[number]

/** The values of the fields as they were typed; empty if the server decides. */
export type LoadForm = {
  -readonly [Name in Field['name']]: Extract<Field, { name: Name; kind: 'decision' }> extends never ? string : Decision
}

/** A form in which nothing but the model is chosen. */
export function createLoadForm(name: string): LoadForm {
  return { ...(Object.fromEntries(loadFields.map((field) => [field.name, ''])) as LoadForm), name }
}
