import type { BulkJob, BulkOutcome, BulkStore } from '../src/index.js'

/** A store in memory. */
export function createMemory(known: readonly string[] = []) {
  const outcomes: BulkOutcome<unknown>[] = []
  const store: BulkStore<any> = {
    has: (id) => known.includes(id),
    async add(outcome) {
      outcomes.push(outcome)
    },
  }
  return { store, outcomes, ids: () => outcomes.map(({ id }) => id) }
}

/** Jobs with numbered ids. */
export const toJobs = (count: number): BulkJob[] =>
  Array.from({ length: count }, (_, index) => ({ id: `job-${index}` }))
