import { allowManyListeners, type ToolCall } from '@tabby/core'
import { runCall } from './run-call.js'
import type { ToolLoopOptions, ToolResult } from './tool-run.js'

/**
 * Asks for approval call by call, then runs what was approved, up to `maxParallelCalls` at a time, and yields each
 * result when it is there. When one throws, when the caller's signal is aborted, and when the reader leaves, the others
 * are aborted and no further one is started.
 */
export async function* runCalls(
  calls: readonly ToolCall[],
  options: ToolLoopOptions & { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<ToolResult, ToolResult[], undefined> {
  // An abort may have come with the completion, while its events were read: then no listener is called.
  options.signal?.throwIfAborted()
  const step = new AbortController()
  allowManyListeners(step.signal)
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
    for await (const { place, result } of runSome(work, options.maxParallelCalls ?? 16, step.signal)) {
      results[place] = result
      yield result
    }
    return results
  } finally {
    options.signal?.removeEventListener('abort', abort)
    step.abort()
  }
}

interface PlacedResult {
  readonly place: number
  readonly result: ToolResult
}

/**
 * Runs work, some at a time, and yields each result when it is there. A list that is told of each result, because to
 * race all that run for each of them is quadratic.
 */
async function* runSome(
  work: readonly (() => Promise<ToolResult>)[],
  most: number,
  signal: AbortSignal,
): AsyncGenerator<PlacedResult, void, undefined> {
  const finished: PlacedResult[] = []
  let failure: { readonly error: unknown } | undefined
  let started = 0
  let running = 0
  let wake = () => {}
  const start = () => {
    while (running < most && started < work.length && !failure && !signal.aborted) {
      const place = started++
      running++
      work[place]!()
        .then(
          (result) => void finished.push({ place, result }),
          // The first failure counts: those after it come from the abort that it brings.
          (error: unknown) => void (failure ??= { error }),
        )
        .finally(() => {
          running--
          start()
          wake()
        })
    }
  }
  start()
  for (let read = 0; read < work.length; read++) {
    while (!finished[read]) {
      if (failure) throw failure.error
      signal.throwIfAborted()
      await new Promise<void>((resolve) => (wake = resolve))
    }
    yield finished[read]!
  }
}

/** What somebody decides, or the signal's reason when it is aborted first. */
async function orAbort<T>(decision: T | Promise<T>, signal: AbortSignal): Promise<T> {
  // What is decided after an abort is dropped, also when it is an error.
  Promise.resolve(decision).catch(() => {})
  // A listener is not called for an abort that happened before, such as in `approve` itself.
  signal.throwIfAborted()
  let stop!: () => void
  const abort = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([decision, abort])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
