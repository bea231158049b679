import type { BulkJob } from './bulk-job.js'

/** The endpoints that a batch may have. */
export type BatchUrl = '/v1/chat/completions' | '/v1/completions' | '/v1/embeddings'

/** One line of an input file of OpenAI's Batch API, as a job. */
export interface BatchRequest extends BulkJob {
  /** The path of the endpoint. */
  readonly url: BatchUrl
  /** What is sent, as it is in the file. */
  readonly body: Readonly<Record<string, unknown>>
}

/** A line that is not a request. */
export interface BatchProblem {
  /** The number of the line, from 1. */
  readonly line: number
  /** What is wrong with it, such as `custom_id is missing`. */
  readonly problem: string
}
