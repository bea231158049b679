/** One step of a load. */
export interface ModelLoadProgress {
  /** The part that is loaded: first `vision`, then `draft`, where there are such, and `model` last. */
  model_type: 'vision' | 'draft' | 'model' | (string & {})
  /** Modules of this part that are loaded, beginning with 1. */
  module: number
  /** Modules of this part. */
  modules: number
  /** `processing`, and `finished` once at the end of each part. */
  status: 'processing' | 'finished' | (string & {})
  /**
   * How much of the whole load is done, 0 to 1; it never runs backwards, and is 1 when `model` is finished. Within a
   * part it counts modules. The server does not tell beforehand which parts there are, so their shares are a guess: of
   * what is left, a vision or draft part gets an eighth of what the main model gets.
   */
  fraction: number
  /** Whether this very model was loaded already: the server then did nothing and ignored all parameters. */
  alreadyLoaded: boolean
}
