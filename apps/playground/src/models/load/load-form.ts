/** A choice that can be left to the server. */
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
  { name: 'name', label: 'Model', hint: 'Its folder, or the path of a nested one: model/exl3/4.00bpw', kind: 'text' },
  {
    name: 'contextLength',
    label: 'Context length',
    hint: 'Tokens of prompt and completion; -1 for the model’s own',
    kind: 'integer',
  },
  {
    name: 'cacheSize',
    label: 'Cache size',
    hint: 'Tokens, shared by all requests; default: the context length',
    kind: 'integer',
  },
  { name: 'cacheMode', label: 'Cache mode', hint: 'FP16, Q8, Q6, Q4, or bits such as 6,6', kind: 'text' },
  { name: 'template', label: 'Prompt template', kind: 'template' },
  { name: 'draft', label: 'Draft model', hint: 'A small model for speculative decoding', kind: 'draft' },
  { name: 'vision', label: 'Vision', hint: 'Load the part for images', kind: 'decision' },
  {
    name: 'tensorParallel',
    label: 'Tensor parallel',
    hint: 'Split each layer across GPUs',
    kind: 'decision',
    isAdvanced: true,
  },
  {
    name: 'splitAutomatically',
    label: 'Automatic GPU split',
    hint: 'Distribute layers across GPUs',
    kind: 'decision',
    isAdvanced: true,
  },
  { name: 'split', label: 'GPU split', hint: 'Gigabytes on each GPU: 24, 20', kind: 'text', isAdvanced: true },
  {
    name: 'reserve',
    label: 'Autosplit reserve',
    hint: 'Megabytes to leave free on each GPU',
    kind: 'text',
    isAdvanced: true,
  },
  {
    name: 'draftSplit',
    label: 'Draft GPU split',
    hint: 'Gigabytes on each GPU for the draft model',
    kind: 'text',
    isAdvanced: true,
  },
  {
    name: 'chunkSize',
    label: 'Chunk size',
    hint: 'Prompt tokens that are processed at once',
    kind: 'integer',
    isAdvanced: true,
  },
  { name: 'ropeScale', label: 'RoPE scale', kind: 'decimal', isAdvanced: true },
  { name: 'ropeAlpha', label: 'RoPE alpha', hint: 'A number, or auto', kind: 'text', isAdvanced: true },
  {
    name: 'outputChunking',
    label: 'Output chunking',
    hint: 'Allocate the cache of a completion in chunks',
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
