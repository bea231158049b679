/**
 * What to load, and how. Parameters that are left out or null come from the model's own `tabby_config.yml`, then from
 * the server's defaults. `max_batch_size`, `reasoning` and `tool_format` are not fields of a load (the server silently
 * drops them): set them in the `tabby_config.yml` of the model's folder.
 */
export interface LoadModelParams {
  /** Folder in the model directory; for a nested folder the whole path, `model/exl3/4.00bpw`. */
  model_name: string
  /** `exllamav3`, the default, is the only one left: the load fails with any other. */
  backend?: string | null | undefined
  /**
   * Longest context, in tokens: prompt and completion together. -1: what the model was made for; 0 counts as missing.
   * The server reduces it to `cache_size`, and a `tabby_config.yml` in the model's folder overrides it.
   */
  max_seq_len?: number | null | undefined
  /**
   * Size of the key/value cache, in tokens, a multiple of 256. Default, also for 0: `max_seq_len`. All generations
   * share it.
   */
  cache_size?: number | null | undefined
  /**
   * Precision of the cache: `FP16`, `Q8`, `Q6`, `Q4`, or the bits of keys and values, 2 to 8 each, such as `6,6`. The
   * server also accepts any other word and shows it in the card, whatever it then does.
   */
  cache_mode?: 'FP16' | 'Q8' | 'Q6' | 'Q4' | (string & {}) | null | undefined
  /** Split each layer over several GPUs. */
  tensor_parallel?: boolean | null | undefined
  /** `native` (default; GPUs on PCIe) or `nccl` (NVLink). */
  tensor_parallel_backend?: 'native' | 'nccl' | (string & {}) | null | undefined
  /** Spread the layers over the GPUs automatically. */
  gpu_split_auto?: boolean | null | undefined
  /** Memory to leave free on each GPU while layers are spread automatically, in megabytes. */
  autosplit_reserve?: number[] | null | undefined
  /** Memory to use on each GPU, in gigabytes: `[24, 20]`. */
  gpu_split?: number[] | null | undefined
  /** Linear scale of the rotary position embedding. The card shows 1 whatever was requested. */
  rope_scale?: number | null | undefined
  /** Alpha value of the rotary position embedding; `auto` finds one that fits `max_seq_len`. */
  rope_alpha?: number | 'auto' | null | undefined
  /**
   * Tokens of a prompt that are processed at once: at least 256, and rounded up to a multiple of 256 by the server.
   * Fewer take less memory and more time. The longest prompt becomes `cache_size - chunk_size + 1`, so with `cache_size
   * <= chunk_size` every prompt is refused.
   */
  chunk_size?: number | null | undefined
  /** Reserve the cache for a reply in chunks instead of all at once. Default true. */
  output_chunking?: boolean | null | undefined
  /** Name of a prompt template of the server. An unknown one is ignored: the card shows which one is in use. */
  prompt_template?: string | null | undefined
  /** Load the vision part of a model that has one, so that it can see images. */
  vision?: boolean | null | undefined
  /** A small model that guesses ahead, so that the main model replies faster. */
  draft_model?: DraftModelParams | null | undefined
  /** Has no visible effect: a load waits for running generations either way. Default false. */
  skip_queue?: boolean | null | undefined
  /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
  extra?: Record<string, unknown> | undefined
}

/** The draft model of a load. Its cache mode and the number of tokens it guesses are not fields of a load. */
export interface DraftModelParams {
  /** Folder in the draft model directory. */
  draft_model_name: string
  /** Linear scale of the rotary position embedding. */
  draft_rope_scale?: number | null | undefined
  /** Alpha value of the rotary position embedding; `auto` finds one. */
  draft_rope_alpha?: number | 'auto' | null | undefined
  /** Memory to use on each GPU, in gigabytes. */
  draft_gpu_split?: number[] | null | undefined
}
