import type { Answer } from '@tabby/emulator/testing'
import { type TabbyClientOptions, type TabbyWatch, type TabbyWatchEnd, wrapTabbyClient } from '../src/index.js'
import { serve } from './serve.js'

/** Serves an answer to a client whose calls are watched. */
export async function watchCalls(
  answer: Answer,
  options: TabbyClientOptions = {},
  watches: readonly TabbyWatch[] = [],
) {
  const { client, server } = await serve(answer, options)
  const values: unknown[] = []
  const ends: TabbyWatchEnd[] = []
  const own = {
    onValue: (value: unknown) => void values.push(value),
    onEnd: (end: TabbyWatchEnd) => void ends.push(end),
  }
  const watched = wrapTabbyClient(client, (send) => async (request) => ({
    ...(await send(request)),
    watches: [...watches, own],
  }))
  return { server, client: watched, values, ends }
}
