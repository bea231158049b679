/** A choice that can be left to the server. */
export type Decision = '' | 'yes' | 'no'

/** What stands in the fields of a load, as it was typed; empty for what the server is to decide. */
export interface LoadForm {
  name: string
  contextLength: string
  cacheSize: string
  cacheMode: string
  chunkSize: string
  template: string
  vision: Decision
  draft: string
  draftSplit: string
  tensorParallel: Decision
  splitAutomatically: Decision
  split: string
  reserve: string
  ropeScale: string
  ropeAlpha: string
  outputChunking: Decision
}

/** A form in which nothing but the model is chosen. */
export function createLoadForm(name: string): LoadForm {
  return {
    name,
    contextLength: '',
    cacheSize: '',
    cacheMode: '',
    chunkSize: '',
    template: '',
    vision: '',
    draft: '',
    draftSplit: '',
    tensorParallel: '',
    splitAutomatically: '',
    split: '',
    reserve: '',
    ropeScale: '',
    ropeAlpha: '',
    outputChunking: '',
  }
}
