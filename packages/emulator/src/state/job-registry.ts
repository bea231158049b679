/** A generation that is under way. */
export interface Job {
  /** The model goes, or another request broke the generator's loop: no more tokens will come, and nobody says so. */
  cancel(): void
  /** The generator crashed: the request that waits for this job fails. */
  crash(error: Error): void
}

/** All generations that are under way on one server. */
export interface JobRegistry {
  readonly size: number
  /** Registers a job; the function that comes back removes it. */
  add(job: Job): () => void
  cancelAll(): void
  crashAll(error: Error): void
  /** Resolves when no generation is under way (a load waits for this: load_while_streaming). */
  whenIdle(): Promise<void>
}

/** A registry without jobs. */
export function createJobRegistry(): JobRegistry {
  const jobs = new Set<Job>()
  let waiting: (() => void)[] = []
  const settle = (): void => {
    if (jobs.size > 0) return
    const resolved = waiting
    waiting = []
    for (const resolve of resolved) resolve()
  }
  const takeAll = (): Job[] => {
    const taken = [...jobs]
    jobs.clear()
    settle()
    return taken
  }
  return {
    get size() {
      return jobs.size
    },
    add(job) {
      jobs.add(job)
      return () => {
        jobs.delete(job)
        settle()
      }
    },
    cancelAll() {
      for (const job of takeAll()) job.cancel()
    },
    crashAll(error) {
      for (const job of takeAll()) job.crash(error)
    },
    whenIdle: () => (jobs.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
