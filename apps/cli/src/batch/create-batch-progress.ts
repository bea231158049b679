import type { BulkOutcome, BulkProgress } from '@tabby/bulk'
import { createBar } from '../output/progress-bars.js'
import { toJson } from '../output/to-json.js'
import { toOneLine, toVisible } from '../output/terminal-text.js'
import { writeText } from '../output/write-text.js'
import type { Terminal } from '../terminal/terminal.js'

/** Shows how far a run is. */
export interface BatchProgress {
  /** How far the run was when it was last told. */
  readonly last: BulkProgress
  /** Tokens that were written so far. */
  readonly tokens: number
  readonly seconds: number
  update(progress: BulkProgress): void
  addOutcome(outcome: BulkOutcome<unknown>): Promise<void>
  note(text: string): void
  stop(): void
}

/** Time between two lines where there is no terminal, in milliseconds. */
const lineInterval = 10_000

const format = '{bar} {percentage} % · {value}/{total} · {failed} failed · {speed} tokens/s · {left}{waiting}'

/** A bar in a terminal, a line now and then elsewhere, and with `--json` a line for each request. */
export function createBatchProgress(
  { stdout, stderr }: Terminal,
  { total, json }: { total: number; json: boolean },
): BatchProgress {
  const begin = performance.now()
  const bar = !json && stderr.isTTY ? createBar(stderr, format) : undefined
  let last: BulkProgress = { done: 0, failed: 0, skipped: 0, running: 0 }
  let tokens = 0
  let lineTime = begin
  let waited: unknown

  const getSeconds = () => (performance.now() - begin) / 1000
  const getCount = () => last.done + last.failed + last.skipped
  const getFigures = () => {
    const ended = last.done + last.failed
    const left = ended > 0 ? ((total - getCount()) * getSeconds()) / ended : undefined
    return {
      failed: last.failed,
      speed: (tokens / Math.max(getSeconds(), 0.001)).toFixed(0),
      left: left === undefined ? '? left' : `${formatTime(left)} left`,
      waiting: last.waitingFor ? ' · waiting for the server' : '',
    }
  }
  const writeLine = (text: string) => {
    if (json) stderr.write(`${toJson({ note: { message: text } })}\n`)
    else {
      if (bar) stderr.write('\r\u001B[K')
      stderr.write(`${stderr.isTTY ? toVisible(text) : toOneLine(text)}\n`)
    }
  }
  bar?.start(total, 0, getFigures())

  return {
    get last() {
      return last
    },
    get tokens() {
      return tokens
    },
    get seconds() {
      return getSeconds()
    },
    update(progress) {
      last = progress
      const { waitingFor } = progress
      if (waitingFor && waitingFor.code !== waited) writeLine(`waiting for the server: ${waitingFor.message}`)
      waited = waitingFor?.code
      bar?.update(getCount(), getFigures())
      if (bar || json || performance.now() - lineTime < lineInterval) return
      lineTime = performance.now()
      const { failed, speed, left } = getFigures()
      writeLine(`${getCount()} of ${total} done · ${failed} failed · ${speed} tokens/s · ${left}`)
    },
    async addOutcome({ id, result, error }) {
      const { usage } = (result ?? {}) as { usage?: { completion_tokens?: number } | null }
      tokens += usage?.completion_tokens ?? 0
      if (!json) return
      const failure = error ? { code: error.code, message: error.message } : null
      await writeText(stdout, `${toJson({ type: 'request', id, error: failure })}\n`)
    },
    note: writeLine,
    stop: () => bar?.stop(),
  }
}

/** A time in two units at most: `2 h 5 min`, `3 min 20 s`, `7 s`. */
export function formatTime(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
  return whole >= 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole} s`
}
