import type { Browser } from '@playwright/test'

interface TraceEvent {
  name: string
  ph: string
  tid: number
  ts: number
  tdur?: number
  args: { name?: string }
}

/** What is traced for `readTasks`. */
export const taskCategories = ['toplevel', 'devtools.timeline']

/**
 * Ends a trace, and returns the processor time of each task of the page's own thread, in milliseconds, from short to
 * long. Time on the clock would measure what else the machine is doing.
 */
export async function readTasks(browser: Browser): Promise<number[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ tid }) => tid),
  )
  return traceEvents
    .filter(({ name, tid }) => name === 'ThreadControllerImpl::RunTask' && threads.has(tid))
    .map(({ tdur = 0 }) => tdur / 1000)
    .filter((duration) => duration > 0.5)
    .sort((one, other) => one - other)
}
