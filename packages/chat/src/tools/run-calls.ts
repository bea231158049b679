import type { ToolCall } from '@tabby/core'
import { runCall } from './run-call.js'
import type { ToolLoopOptions, ToolResult } from './tool-run.js'

/**
 * Asks for approval call by call, then runs what was approved in parallel, and yields each result when it is there.
 * When one throws, when the caller's signal is aborted, and when the reader leaves, the others are aborted.
 */
export async function* runCalls(
  calls: readonly ToolCall[],
  options: ToolLoopOptions & { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<ToolResult, ToolResult[], undefined> {
  // An abort may have come with the answer, while its events were read: then no listener is told.
  options.signal?.throwIfAborted()
  const step = new AbortController()
  const abort = () => step.abort(options.signal!.reason)
  options.signal?.addEventListener('abort', abort)
  try {
    const work: (() => Promise<ToolResult>)[] = []
    for (const call of calls) {
      const verdict = options.approve ? await orAbort(options.approve(call), step.signal) : true
      const problem = verdict || 'the user did not allow the call'
      if (problem === true) work.push(() => runCall(call, step.signal, options))
      else work.push(async () => ({ call, problem, content: `Error: ${problem}` }))
    }
    const results: ToolResult[] = []
    const running = new Map(work.map((run, place) => [place, run().then((result) => ({ place, result }))]))
    // Those that nobody waits for any more, because another failed first, must not become unhandled rejections.
    for (const each of running.values()) each.catch(() => {})
    while (running.size) {
      const { place, result } = await Promise.race(running.values())
      running.delete(place)
      results[place] = result
      yield result
    }
    return results
  } finally {
    options.signal?.removeEventListener('abort', abort)
    step.abort()
  }
}

/** What somebody decides, or the signal's reason when it is aborted first. */
function orAbort<T>(decision: T | Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    // A listener is not called for an abort that happened before, in `approve` itself for one.
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
    Promise.resolve(decision).then(resolve, reject)
  })
}
