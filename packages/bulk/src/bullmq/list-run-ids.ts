import type { JobType, Queue } from 'bullmq'

/** How many ids are read at once. */
const pageSize = 1000

/** The ids of a run's jobs in these states, oldest first, in pages: ids alone are small. */
export async function* listRunIds(
  queue: Queue,
  run: string,
  types: JobType[],
): AsyncGenerator<string[], void, undefined> {
  for (const type of types) {
    for (let start = 0; ; start += pageSize) {
      const ids = await queue.getRanges([type], start, start + pageSize - 1, true)
      yield ids.filter((id) => id.startsWith(`${run}-`))
      if (ids.length < pageSize) break
    }
  }
}
