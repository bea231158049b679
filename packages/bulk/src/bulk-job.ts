import type { AnyTabbyError } from '@tabby/core'

/** One of many calls. */
export interface BulkJob {
  /** Its name, which no other job of the run has: results are stored and found by it. */
  readonly id: string
  /** What belongs to the job and is not sent, such as the other columns of its row. It is stored with the result. */
  readonly columns?: Readonly<Record<string, string>> | undefined
}

/** A job that is done. */
export interface BulkSuccess<Result> {
  /** The job's id. */
  readonly id: string
  /** What `run` returned. */
  readonly result: Result
  /** Missing, which tells it from a failure. */
  readonly error?: undefined
  /** The columns of the job. */
  readonly columns?: Readonly<Record<string, string>> | undefined
}

/** A job that failed for a reason of its own, such as a prompt that does not fit. */
export interface BulkFailure {
  /** The job's id. */
  readonly id: string
  /** Missing, which tells it from a success. */
  readonly result?: undefined
  /** Why it failed. */
  readonly error: AnyTabbyError
  /** The columns of the job. */
  readonly columns?: Readonly<Record<string, string>> | undefined
}

/** What became of a job. */
export type BulkOutcome<Result> = BulkFailure | BulkSuccess<Result>

/** Remembers which jobs are finished, with what they ended. `createFileStore` of `@tabby/bulk/node` makes one. */
export interface BulkStore<Result> {
  /** Whether a job is finished: it is not run again. */
  has(id: string): boolean | Promise<boolean>
  /**
   * Keeps what became of a job, and resolves when it is safe. Several calls may be waiting at the same time. If it
   * rejects, the run ends with that error.
   */
  add(outcome: BulkOutcome<Result>): Promise<void>
}

/** How far a run is. */
export interface BulkProgress {
  /** Jobs that this run has done. */
  readonly done: number
  /** Jobs that failed in this run. */
  readonly failed: number
  /** Jobs that the store had already: they are not run. */
  readonly skipped: number
  /** Jobs that are running now. */
  readonly running: number
  /** Why no job is started at the moment: the server cannot be reached, has no model, or asked for time. */
  readonly waitingFor?: AnyTabbyError | undefined
}
