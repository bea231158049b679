import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import type { GenerationJob } from '../../engine/job/job.js'

/** What one of several choices has to say. */
export interface ChoiceEvent {
  readonly choice: number
  readonly event: JobChunk | JobEnd
}

/** The events of all choices in the order in which they come. All jobs are given up when the reader stops or one fails. */
export async function* mergeJobs(jobs: readonly GenerationJob[]): AsyncGenerator<ChoiceEvent, void, undefined> {
  const ask = (choice: number, job: GenerationJob): Promise<ChoiceEvent> =>
    job.next().then((event) => ({ choice, event }))
  try {
    const [only] = jobs
    if (only && jobs.length === 1) {
      for (;;) {
        const event = await only.next()
        yield { choice: 0, event }
        if (event.type === 'end') return
      }
    }
    const pending = new Map(jobs.map((job, choice) => [choice, ask(choice, job)]))
    // A failure of one that nobody is waiting for just then must not count as unhandled.
    for (const promise of pending.values()) promise.catch(() => undefined)
    while (pending.size > 0) {
      const next = await Promise.race(pending.values())
      const job = jobs[next.choice]
      if (next.event.type === 'end' || !job) pending.delete(next.choice)
      else {
        const promise = ask(next.choice, job)
        promise.catch(() => undefined)
        pending.set(next.choice, promise)
      }
      yield next
    }
  } finally {
    for (const job of jobs) job.abandon()
  }
}
