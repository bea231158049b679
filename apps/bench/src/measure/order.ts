/** One piece of work for a client process. */
export interface Order {
  /** Address of the server, with the way in which it answers: `http://127.0.0.1:1234/block-20000`. */
  readonly baseUrl: string
  /** `stream` and `call` measure CPU time, `first` the time to the first text of a stream, `bulk` that of all calls. */
  readonly work: 'stream' | 'call' | 'first' | 'bulk'
  /** What is asked, if it matters to the server. */
  readonly prompt?: string
  /** How many times. */
  readonly repeats: number
  /** How many of them at the same time. */
  readonly parallel: number
  /** Whether the text of the first one is kept, to be compared: a text that grows costs time and memory of its own. */
  readonly keepText: boolean
}

/** What a client process has measured. */
export interface Outcome {
  /**
   * CPU time of the process, user and system, in microseconds; for `first` the median time to the first text, for `bulk`
   * the time until the last reply.
   */
  readonly microseconds: number
  /** The text of the first answer, where it was to be kept. */
  readonly text: string
  /** Length of all texts. */
  readonly characters: number
}
